// What the page of explanations says and counts: its code runs, its nets do what the text says of them, its numbers are right.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runExamples } from "../examples/start/readme.js";
import { scope } from "../examples/start/scope.js";
import { documented } from "../scripts/report/documented.js";
import { jobs } from "../site/learn/jobs/jobs.js";
import { dying, silence } from "../site/learn/jobs/spiral.js";
import { members } from "../site/learn/members.js";
import { chain, deviationOf, histogram, meanOf } from "../site/learn/numbers.js";
import { centred, LAYERS } from "../site/learn/shown.js";
import { relu, sigmoid } from "./support/api.js";

const page = readFileSync(new URL("../site/learn.html", import.meta.url), "utf8");
const figures = new URL("../site/learn/figures/", import.meta.url);
const sources = readdirSync(figures).map((name) => readFileSync(new URL(name, figures), "utf8"));
const found = (pattern: RegExp, text: string): string[] => Array.from(text.matchAll(pattern), ([, name = ""]) => name);

const entities: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const snippets = found(/<code data-run>([\s\S]*?)<\/code>/g, page).map((code) =>
  code.replace(/&\w+;/g, (entity) => entities[entity] ?? entity),
);

test("every snippet runs, with the results behind it", () => {
  expect(snippets.length).toBe(found(/<p>(here)\b/g, page).length);
  for (const code of snippets) {
    const outcomes = runExamples(`\`\`\`ts\n${code}\n\`\`\``, scope());
    expect(
      outcomes.filter(({ right }) => right),
      code,
    ).not.toEqual([]);
    expect(outcomes.filter(({ right }) => right === false)).toEqual([]);
  }
});

test("snippets import what they use, from where it is", async () => {
  const modules = { "relu-simd": await import("relu-simd"), "relu-simd/nn": await import("relu-simd/nn") } as const;
  for (const code of snippets) {
    const imports = Array.from(code.matchAll(/import \{([^}]*)\} from "([^"]*)"/g), ([, names = "", from = ""]) =>
      names.split(",").map((name) => ({ name: name.trim(), from: from as keyof typeof modules })),
    ).flat();
    for (const { name, from } of imports.filter(({ name }) => !name.startsWith("type "))) expect(modules[from]).toHaveProperty(name);
    const known = new Set(imports.map(({ name }) => name.replace("type ", "")));
    const used = [...found(/new (\w+)/g, code), ...found(/(?<![.\w])(\w+)\(/g, code)].filter((name) => name in scope());
    expect(
      used.filter((name) => !known.has(name)),
      code,
    ).toEqual([]);
  }
});

test("contents, headings and figures are there", () => {
  const ids = new Set(found(/\bid="([^"]+)"/g, page));
  for (const id of found(/href="#([^"]+)"/g, page)) expect(ids).toContain(id);
  const placed = found(/<figure id="([^"]+)"/g, page);
  expect(new Set(sources.flatMap((source) => found(/place\("([^"]+)"\)/g, source)))).toEqual(new Set(placed));
});

test("every number in the text is one that a figure computes", () => {
  const said = sources.flatMap((source) => found(/say\(\s*[`"]([^`"]+)[`"]/g, source));
  // "dead-${bias}-${rate}": any text where a figure puts some.
  const patterns = said.map((name) => new RegExp(`^${name.replace(/\$\{\w+\}/g, ".+")}$`));
  for (const name of found(/data-value="([^"]+)"/g, page))
    expect(
      patterns.some((pattern) => pattern.test(name)),
      name,
    ).toBe(true);
});

test("formulas are those of the documentation, parameters those of the functions", () => {
  for (const [name, member] of Object.entries(members)) {
    expect(member.formula).toBe(documented(name).formula);
    const x = Float64Array.of(-2, -0.5, 0.5, 7);
    const value = "parameter" in member ? member.parameter.value : 0;
    expect(member.value(x, value).every(Number.isFinite), name).toBe(true);
    // No member has a corner at one of these.
    const step = 1e-6;
    const [up, down] = [step, -step].map((by) =>
      member.value(
        x.map((each) => each + by),
        value,
      ),
    );
    const slopes = member.slope(x, value);
    for (let i = 0; i < x.length; i++)
      expect(slopes[i], `${name} at ${x[i]}`).toBeCloseTo(((up?.[i] as number) - (down?.[i] as number)) / (2 * step), 6);
    if ("parameter" in member) expect(member.value(x, member.parameter.max), name).not.toEqual(member.value(x, member.parameter.min));
  }
});

describe("numbers", () => {
  test("mean, deviation, histogram", () => {
    expect(meanOf([1, 2, 6])).toBe(3);
    expect(deviationOf([1, 1, 5, 5])).toBe(2);
    expect(Array.from(histogram([-9, -1, -0.5, 0, 0.99, 1, Number.NaN, 9], -1, 1, 4))).toEqual([2, 1, 1, 3].map((count) => count / 8));
  });

  test("a chain multiplies derivatives at what comes through", () => {
    const links = { value: (x: number) => sigmoid(x), derivative: (x: number) => sigmoid.derivative(x) };
    const products = chain(links, 1, 3);
    const [a, b] = [sigmoid(1), sigmoid(sigmoid(1))];
    expect(products[0]).toBe(1);
    expect(products[1]).toBe(sigmoid.derivative(1));
    expect(products[3]).toBeCloseTo(sigmoid.derivative(1) * sigmoid.derivative(a) * sigmoid.derivative(b), 12);
    expect(Array.from(chain({ value: (x) => relu(x), derivative: (x) => relu.derivative(x) }, -1, 2))).toEqual([1, 0, 0]);
  });
});

describe("nets", () => {
  test("without an activation units make no difference; with relu they do", () => {
    const [one, many] = [jobs.fit("none", 1), jobs.fit("none", 16)];
    expect(many.error).toBeCloseTo(one.error, 2);
    // On a line: second differences are rounding.
    const bends = Array.from(many.y.slice(2), (y, i) => Math.abs(y - 2 * (many.y[i + 1] as number) + (many.y[i] as number)));
    expect(Math.max(...bends)).toBeLessThan(1e-5);
    expect(jobs.fit("relu", 6).error).toBeLessThan(many.error / 10);
    expect(jobs.fit("tanh", 6).error).toBeLessThan(many.error / 10);
  });

  test("relu's outputs are sparse, others have no zero", () => {
    const rectified = silence("relu");
    expect(rectified.accuracy).toBeGreaterThan(0.95);
    expect(rectified.zeros).toBeGreaterThan(0.3);
    // A whole number of outputs, whichever layer they are of.
    expect(rectified.zeros * rectified.count).toBeCloseTo(Math.round(rectified.zeros * rectified.count), 6);
    expect(rectified.outputs.length).toBe(rectified.rows * 16);
    expect(silence("leakyRelu").zeros).toBe(0);
    expect(silence("sigmoid").zeros).toBe(0);
  });

  test("units die of low biases and large steps, and what is said to help does", () => {
    const [low, fast] = [{ bias: -3, rate: 1, steps: 250 } as const, { bias: 0, rate: 2.5, steps: 250 } as const];
    expect(dying("relu", { ...low, bias: 0 }).dead).toBeLessThan(6);
    expect(dying("relu", low).dead).toBeGreaterThan(24);
    expect(dying("relu", fast).dead).toBeGreaterThan(12);
    expect(dying("leakyRelu", low)).toMatchObject({ dead: 0 });
    expect(dying("elu", low)).toMatchObject({ dead: 0 });
    expect(dying("relu", { ...low, remedy: { batchNorm: true } })).toMatchObject({ dead: 0 });
    const clipped = dying("relu", { ...fast, remedy: { clip: 0.3 } });
    expect(clipped.dead).toBeLessThan(6);
    expect(clipped.accuracy).toBeGreaterThan(0.95);
  });

  test("numbers neither grow nor fade at He's scale", () => {
    const last = (scale: number): number => jobs.growth("relu", scale)[LAYERS] as number;
    expect(last(1)).toBeGreaterThan(0.2);
    expect(last(1)).toBeLessThan(5);
    expect(last(1.5)).toBeGreaterThan(1e4);
    expect(last(0.5)).toBeLessThan(1e-6);
    expect(jobs.growth("tanh", 2)[LAYERS]).toBeLessThan(1);
  });
});

test("means: tanh's is 0, relu's 1/√(2π), sigmoid's ½", () => {
  const means = Object.fromEntries(centred.map((name) => [name, jobs.centre(name).mean]));
  expect(means["relu"]).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 2);
  expect(means["sigmoid"]).toBeCloseTo(0.5, 2);
  expect(means["tanh"]).toBeCloseTo(0, 2);
  expect(Math.abs(means["elu"] as number)).toBeLessThan(means["relu"] as number);
});

test("costs are of all that are named, and positive", () => {
  const costs = jobs.cost();
  expect(costs.map(({ name }) => name)).toContain("relu");
  expect(costs.map(({ name }) => name)).toContain("sigmoid");
  for (const { ns } of costs) expect(ns).toBeGreaterThan(0);
});
