// If this fails, `npm start` no longer shows how relu dies, or what helps, or shows something else each time.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { PNG } from "pngjs";
import { afterAll, describe, expect, test } from "vitest";
import { classesOf, NONE } from "../examples/spiral/classes.js";
import { type Compared, compare, draw, TRIALS } from "../examples/spiral/compare.js";
import { linesOf } from "../examples/spiral/letters.js";
import { HIDDEN, WIDTH } from "../examples/spiral/net.js";
import { regionsOf } from "../examples/spiral/regions.js";
import { rowOf } from "../examples/spiral/report.js";
import { spirals } from "../examples/spiral/spirals.js";
import type { Run } from "../examples/spiral/train.js";
import { contenders, remedies, settings } from "../examples/spiral/trials.js";

const SEED = 11;
const STEPS = 40;

const all = ({ comparisons, remedies }: Compared): readonly Run[] => [...comparisons, ...remedies];
const compared = compare(SEED, STEPS);
const runs = all(compared);
const folder = mkdtempSync(join(tmpdir(), "spirals-"));

const runOf = (contender: string, setting: string, remedy?: string): Run => {
  const found = runs.find(
    ({ trial }) => trial.contender.name === contender && trial.setting.name === setting && trial.remedy?.name === remedy,
  );
  if (!found) throw new Error(`no run of ${contender}, ${setting}`);
  return found;
};

afterAll(() => {
  for (const { net } of runs) net.dispose();
  rmSync(folder, { recursive: true });
});

describe("the table", () => {
  test("has a line for each activation and setting, and for each remedy", () => {
    expect(runs.length).toBe(TRIALS);
    expect(runs.length).toBe(contenders.length * settings.length + remedies.length);
    const rows = runs.map(rowOf);
    expect(new Set(rows.map((row) => row.slice(0, 3).join())).size).toBe(TRIALS);
    for (const [, , , loss, accuracy, ...dead] of rows) {
      expect(loss).toMatch(/^(\d+\.\d{3}|\d\.\de\+\d+|NaN)$/);
      expect(accuracy).toMatch(/^\d+\.\d %$/);
      for (const count of dead) expect(count).toMatch(/^\d+$/);
    }
  });

  test("comes from as many steps as were asked for", () => {
    for (const { history } of runs) expect(history.length).toBe(STEPS);
  });
});

describe("dead units", () => {
  test("relu with biases of −3 has many from the beginning, and none comes back", () => {
    const { history, end, revived } = runOf("relu", "bias −3");
    const first = history[0]?.dead ?? 0;
    expect(first).toBeGreaterThan(HIDDEN / 2);
    for (const { dead } of history) expect(dead).toBe(first);
    expect(end.dead).toBe(first);
    expect(revived).toEqual([]);
    expect(end.accuracy).toBeLessThan(0.4);
  });

  test("relu's in the first layer, whose inputs stay as they are, come back in no setting", () => {
    for (const { trial, revived } of runs)
      if (trial.contender.name === "relu") for (const unit of revived) expect(unit).toBeGreaterThanOrEqual(WIDTH);
  });

  test("relu with He's weights has few", () => {
    for (const { dead } of runOf("relu", "He").history) expect(dead).toBeLessThan(HIDDEN / 4);
  });

  test("batch norm takes biases of −3 away, clipped gradients keep units alive at the high rate", () => {
    const normalised = runOf("relu", "bias −3", "BatchNorm1d");
    const clipped = runOf("relu", "rate 2.5", "clipGradNorm");
    for (const { end } of [normalised, clipped]) expect(end.dead).toBeLessThan(HIDDEN / 4);
    expect(normalised.end.accuracy).toBeGreaterThan(runOf("relu", "bias −3").end.accuracy);
    expect(clipped.end.dead).toBeLessThan(runOf("relu", "rate 2.5").end.dead);
  });

  test.each(["leakyRelu 0.01", "leakyRelu 0.1", "prelu", "elu", "silu"])("%s with biases of −3 has none", (contender) => {
    const { history, end } = runOf(contender, "bias −3");
    for (const { dead } of [...history, end]) expect(dead).toBe(0);
  });
});

describe("one seed", () => {
  test("gives the same bits", () => {
    const again = compare(SEED, STEPS);
    all(again).forEach((run, i) => {
      expect(run.history).toEqual(runs[i]?.history);
      expect(run.end).toEqual(runs[i]?.end);
      expect(regionsOf(run)).toEqual(regionsOf(runs[i] as Run));
      run.net.dispose();
    });
  });

  test("gives the same spirals, another one gives others", () => {
    expect(spirals(1)).toEqual(spirals(1));
    expect(spirals(2)).not.toEqual(spirals(1));
  });
});

test("the class of NaN is none", () => {
  const data = new Float32Array([0, 2, 1, Number.NaN, Number.NaN, Number.NaN]);
  expect([...classesOf({ data, shape: [2, 3] })]).toEqual([1, NONE]);
});

describe("the drawings", () => {
  const names = draw(compared, folder).map((file) => basename(file));
  const read = (name: string): Buffer => readFileSync(join(folder, name));

  test("are two, as SVG and as PNG", () => {
    expect(names).toEqual(["spirals-curves.svg", "spirals-curves.png", "spirals-regions.svg", "spirals-regions.png"]);
  });

  test.each(names.filter((name) => name.endsWith("svg")))("%s holds numbers and is small", (name) => {
    const svg = read(name).toString();
    expect(svg).toMatch(/^<svg [^>]+>[\s\S]+<\/svg>\n$/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg.length).toBeLessThan(400_000);
    expect(svg).toContain("leakyRelu 0.1");
  });

  test.each(names.filter((name) => name.endsWith("png")))("%s has the size of the SVG and is no blank sheet", (name) => {
    const { width, height, data } = PNG.sync.read(read(name));
    const svg = read(name.replace(/png$/, "svg")).toString();
    expect(svg).toContain(`width="${width}" height="${height}"`);
    expect(new Set(new Uint32Array(data.buffer, data.byteOffset, data.length / 4)).size).toBeGreaterThan(20);
    expect(read(name).length).toBeLessThan(400_000);
  });

  test("a letter that has no lines is refused", () => {
    expect(() => linesOf("ж", 6)).toThrow(/no lines for the letter "ж"/);
  });
});
