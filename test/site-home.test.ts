// The first page's figures: a race that divides the right things, and a network whose dead units are dead.
import { describe, expect, test } from "vitest";
import { EXTENT } from "../examples/spiral/spirals.js";
import { docs } from "../scripts/site/docs.js";
import { loopsModule } from "../scripts/site/loops.js";
import { numbers } from "../scripts/site/numbers.js";
import { type Lane, lead } from "../site/home/lanes.js";
import { SIDE, training, WIDTH } from "../site/home/network.js";
import { activations } from "./support/api.js";

describe("the race", () => {
  test("each of our ways is set against the best of the loops", () => {
    const lane = (way: Lane["way"], speed?: number): Lane => ({ label: "", way, speed });
    const lanes = [lane("arrays", 3), lane("heap", 6), lane("loop", 1.5), lane("loop", 0.5)];
    expect([lead(lanes, "arrays"), lead(lanes, "heap")]).toEqual([2, 4]);
    expect(lead([lane("arrays", 2), lane("loop")], "arrays")).toBeUndefined();
    expect(lead([], "heap")).toBeUndefined();
  });

  test("its loops are right", () => {
    const code = loopsModule().replace("export default", "return");
    const loops = new Function(code)() as Record<string, Record<string, (x: Float32Array, y: Float32Array) => Float32Array>>;
    const x = Float32Array.from({ length: 19 }, (_, i) => i - 9);
    for (const loop of Object.values(loops["relu"] ?? {}))
      expect(loop(x, new Float32Array(19))).toEqual(x.map((value) => Math.max(value, 0)));
    for (const loop of Object.values(loops["sigmoid"] ?? {})) expect(loop(x, new Float32Array(19))[9]).toBe(0.5);
    expect(Object.keys(loops)).toEqual(["relu", "sigmoid"]);
  });
});

describe("the network", () => {
  test("learns the spirals, the same for the same seed", () => {
    const [one, other] = [training(8, 0).train(800), training(8, 0).train(800)];
    expect(one).toEqual(other);
    expect(one.accuracy).toBeGreaterThan(0.9);
    expect(one.dead.size).toBeLessThan(8);
  });

  test("dies of biases far below 0, and dead units are 0 over the plane's data", () => {
    const run = training(8, -3);
    const { dead, step } = run.train(10);
    expect(step).toBe(10);
    expect(dead.size).toBeGreaterThan(WIDTH);
    const { regions, units } = run.maps();
    expect(regions).toHaveLength(SIDE * SIDE);
    expect(units).toHaveLength(2 * WIDTH);
    for (const unit of units) expect(Math.max(...unit)).toBeLessThanOrEqual(1);
  });
});

describe("its pictures of the plane", () => {
  const run = training(8, 0);
  const { accuracy } = run.train(800);
  const { regions, units } = run.maps();

  test("show the points in their regions", () => {
    const at = (value: number): number => Math.min(Math.max(Math.floor(((value / EXTENT + 1) / 2) * SIDE), 0), SIDE - 1);
    const right = run.points.filter(({ x, y, of }) => regions[at(-y) * SIDE + at(x)] === of);
    expect(right.length / run.points.length).toBeGreaterThan(accuracy - 0.1);
  });

  test("show a unit of the first layer as a plane with a fold", () => {
    for (const unit of units.slice(0, WIDTH))
      for (let i = 0; i + 2 < unit.length; i++) {
        if (i % SIDE > SIDE - 3) continue;
        const [a = 0, b = 0, c = 0] = unit.subarray(i, i + 3);
        expect(a - 2 * b + c).toBeGreaterThan(-1e-5);
      }
  });
});

test("the numbers named are those of the repository", async () => {
  const { functions, worst, relu } = await numbers();
  expect(functions).toBe(activations.length);
  expect(worst).toBeGreaterThan(0.5);
  expect(worst).toBeLessThan(1);
  expect(relu).toMatch(/^\d\.\d kB$/);
});

test("each activation has its documentation, without links that lead nowhere", () => {
  const pages = docs();
  expect(Object.keys(pages).sort()).toEqual(activations.map(([name]) => name));
  for (const html of Object.values(pages)) {
    expect(html).toContain("<h3>");
    expect(html).not.toMatch(/<h1|<img|<!--|style=|href="(?!https:)/);
  }
});
