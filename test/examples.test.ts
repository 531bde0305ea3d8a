// The programs in examples/, which people copy, do what they say; with the built package, as `npm start` does.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { drawDigits } from "../examples/edge-mlp/digits.js";
import { SIZE } from "../examples/edge-mlp/model.js";
import { accuracy, train } from "../examples/edge-mlp/train.js";
import { run as conv2d } from "../examples/nn/conv2d.js";
import { run as functional } from "../examples/nn/kerasFunctional.js";
import { run as kerasSequential } from "../examples/nn/kerasSequential.js";
import { run as recurrent } from "../examples/nn/recurrent.js";
import { run as reluModel } from "../examples/nn/reluModel.js";
import { run as simpleNN } from "../examples/nn/simpleNN.js";
import { run as training } from "../examples/nn/training.js";
import { runExamples } from "../examples/start/readme.js";
import { scope } from "../examples/start/scope.js";

const expectFinite = (values: readonly number[]): void => expect(values.filter((value) => !Number.isFinite(value))).toEqual([]);

describe("examples/nn", () => {
  test("a class with a forward of its own", () => {
    const { parameters, shape, y, alone } = simpleNN();
    expect(parameters).toEqual(["fc1.weight [10,20]", "fc1.bias [10]", "fc2.weight [1,10]", "fc2.bias [1]"]);
    expect(shape).toEqual([4, 1]);
    expectFinite(y);
    expect(alone).toEqual([y[0]]);
  });

  test("class and Sequential have the same bits from the same state", () => {
    const { names, shape, ...y } = reluModel();
    expect(names.class).toEqual(["conv1", "conv2", "fc1", "fc2"].flatMap((name) => [`${name}.weight`, `${name}.bias`]));
    expect(names.sequential).toEqual([0, 2, 5, 7].flatMap((place) => [`${place}.weight`, `${place}.bias`]));
    expect(shape).toEqual([2, 10]);
    expectFinite(y.class);
    expect(y.sequential).toEqual(y.class);
  });

  test.each([
    ["Sequential", kerasSequential],
    ["functional", functional],
  ])("Keras's %s model gives probabilities", (_, run) => {
    const { shape, first, sums } = run();
    expect(shape).toEqual([3, 10]);
    expectFinite(first);
    for (const sum of sums) expect(sum).toBeCloseTo(1, 6);
  });

  test("Conv2D", () => {
    const { weight, shape, first, zeros } = conv2d();
    expect(weight).toEqual([32, 1, 2, 2]);
    expect(shape).toEqual([1, 32, 27, 27]);
    expectFinite(first);
    expect(zeros).toBeGreaterThan(0.1);
    expect(zeros).toBeLessThan(0.9);
  });

  test("SimpleRNN and LSTM", () => {
    const { simple, lstm, sequences } = recurrent();
    expect(simple.shape).toEqual([2, 1]);
    expectFinite(simple.y);
    expect(lstm).toEqual({ shape: [2, 64], h: [2, 64], c: [2, 64] });
    expect(sequences.shape).toEqual([2, 10, 64]);
    expectFinite(sequences.last);
    expect(sequences.last.some((value) => value > 0)).toBe(true);
    expect(sequences.h).toEqual(sequences.last);
  });

  test("a training loop learns", () => {
    const { first, last, accuracy, dead } = training();
    expect(first).toBeCloseTo(Math.log(3), 1);
    expect(last).toBeLessThan(0.1);
    expect(accuracy).toBeGreaterThan(0.95);
    expect(dead).toBeLessThan(64);
  });
});

describe("examples/edge-mlp", () => {
  test("pictures are what is said of them", () => {
    const { pixels, labels } = drawDigits(100, 7);
    expect(pixels.length).toBe(100 * SIZE * SIZE);
    expect(pixels.every((value) => value >= 0 && value <= 1)).toBe(true);
    for (let digit = 0; digit < 10; digit++) expect(labels.filter((label) => label === digit).length).toBe(10);
    expect(drawDigits(100, 7)).toEqual({ pixels, labels });
    expect(drawDigits(100, 8).pixels).not.toEqual(pixels);
  });

  test("a classifier trained on a few of them tells others", () => {
    const { model, losses } = train(drawDigits(3000, 1), 8);
    expect(losses.at(-1)).toBeLessThan(0.3 * (losses[0] as number));
    expect(accuracy(model, drawDigits(1000, 2))).toBeGreaterThan(0.9);
  });
});

test.each([
  ["README.md", 11],
  ["docs/nn.md", 11],
  ...["activations", "layers"].flatMap((folder) => readdirSync(`docs/${folder}`).map((file) => [`docs/${folder}/${file}`, 0] as const)),
] as const)("%s: results are as documented", (file, atLeast) => {
  const outcomes = runExamples(readFileSync(file, "utf8"), scope());
  expect(outcomes.filter(({ right }) => right === false)).toEqual([]);
  expect(outcomes.filter(({ right }) => right).length).toBeGreaterThanOrEqual(atLeast);
});
