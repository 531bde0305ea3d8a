// If this fails, an optimizer does not go where its formula goes.
import { describe, expect, test } from "vitest";
import { Linear } from "../src/nn/linear.js";
import { Adam, type AdamOptions, AdamW, SGD, type SGDOptions } from "../src/nn/optimizers.js";
import type { Parameter } from "../src/nn/parameter.js";
import { type Any, gradient, parameter, start, take, two } from "./support/optimizers.js";

/** The formulas element by element, all in float64, options by their PyTorch defaults. */
const naiveSGD = (w: number, i: number, steps: number, options: SGDOptions): number => {
  const { lr, momentum = 0, dampening = 0, weightDecay = 0, nesterov = false } = options;
  let [at, b] = [w, Number.NaN];
  for (let step = 1; step <= steps; step++) {
    const g = gradient(at, i, step) + weightDecay * at;
    b = step === 1 ? g : momentum * b + (1 - dampening) * g;
    at -= lr * (momentum === 0 ? g : nesterov ? g + momentum * b : b);
  }
  return at;
};
const naiveAdam = (w: number, i: number, steps: number, options: AdamOptions, decoupled: boolean): number => {
  const { lr = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = decoupled ? 0.01 : 0 } = options;
  let [at, m, v] = [w, 0, 0];
  for (let t = 1; t <= steps; t++) {
    let g = gradient(at, i, t);
    if (decoupled) at *= 1 - lr * weightDecay;
    else g += weightDecay * at;
    m = betas[0] * m + (1 - betas[0]) * g;
    v = betas[1] * v + (1 - betas[1]) * g ** 2;
    at -= (lr * (m / (1 - betas[0] ** t))) / (Math.sqrt(v / (1 - betas[1] ** t)) + eps);
  }
  return at;
};

type Case = readonly [title: string, make: (list: Parameter[]) => Any, naive: (w: number, i: number, steps: number) => number];
const sgd = (options: SGDOptions): Case => [
  `SGD ${JSON.stringify(options)}`,
  (list) => new SGD(list, options),
  (w, i, steps) => naiveSGD(w, i, steps, options),
];
const adam = (options?: AdamOptions): Case => [
  `Adam ${JSON.stringify(options)}`,
  (list) => new Adam(list, options),
  (w, i, steps) => naiveAdam(w, i, steps, options ?? {}, false),
];
const adamW = (options?: AdamOptions): Case => [
  `AdamW ${JSON.stringify(options)}`,
  (list) => new AdamW(list, options),
  (w, i, steps) => naiveAdam(w, i, steps, options ?? {}, true),
];
const cases: readonly Case[] = [
  sgd({ lr: 0.1 }),
  sgd({ lr: 0 }),
  sgd({ lr: 0.1, weightDecay: 0.2 }),
  sgd({ lr: 0.1, momentum: 0.9 }),
  sgd({ lr: 0.1, momentum: 0.9, weightDecay: 0.2 }),
  sgd({ lr: 0.1, momentum: 0.9, dampening: 0.3 }),
  sgd({ lr: 0.1, momentum: 0.9, dampening: -1, weightDecay: 0.01 }),
  sgd({ lr: 0.1, momentum: 0.9, nesterov: true }),
  sgd({ lr: 0.1, momentum: 0.5, nesterov: true, weightDecay: 0.2 }),
  sgd({ lr: 0.1, dampening: 0.5 }),
  adam(),
  adam({ lr: 0.1 }),
  adam({ lr: 0.1, betas: [0.5, 0.75], eps: 0.01 }),
  adam({ lr: 0.1, betas: [0, 0], eps: 1e-3 }),
  adam({ lr: 0.1, weightDecay: 0.3 }),
  adamW(),
  adamW({ lr: 0.1 }),
  adamW({ lr: 0.1, weightDecay: 0.3, betas: [0.8, 0.9], eps: 1e-4 }),
  adamW({ lr: 0.1, weightDecay: 0 }),
];

const values = (list: readonly Parameter[]): number[] => list.flatMap(({ data }) => Array.from(data));

describe.each(cases)("%s", (_, make, naive) => {
  test.each([1, 2, 10])("goes where the formula goes in %d steps", (steps) => {
    const list = two();
    take(list, make(list), 1, steps);
    values(list).forEach((value, i) => {
      // Ten steps: 2⁻¹⁸ relative, as the design has it; and an Adam step of a gradient near 0 is lr however small that gradient is.
      expect(Math.abs(value - naive(start[i] as number, i, steps)), `element ${i}`).toBeLessThanOrEqual(
        2 ** -18 * Math.max(1, Math.abs(value)),
      );
    });
  });

  test("stops, is saved, loaded into another, and goes on to the same bits", () => {
    const whole = two();
    take(whole, make(whole), 1, 7);
    const list = two();
    const first = make(list);
    take(list, first, 1, 3);
    const saved = first.stateDict();
    const copy = structuredClone(saved);
    const other = list.map(({ shape, data }) => parameter(Array.from(data), shape));
    // Another of its kind with other options: the state brings its own.
    const Kind = first.constructor as new (list: Parameter[], options: object) => Any;
    const second = new Kind(other, { lr: 123, weightDecay: 7 });
    second.loadStateDict(saved);
    expect(second.lr).toBe(first.lr);
    take(other, second, 4, 7);
    expect(values(other)).toEqual(values(whole));
    expect(saved).toEqual(copy);
    // And what was saved is no longer tied to the one that goes on.
    take(list, first, 4, 7);
    expect(saved).toEqual(copy);
    expect(values(list)).toEqual(values(whole));
  });

  test("the same arrays all along; gradients are read only", () => {
    const list = two();
    const arrays = list.map(({ data, grad }) => [data, grad]);
    const optimizer = make(list);
    take(list, optimizer, 1, 2);
    const grads = list.map(({ grad }) => Array.from(grad));
    optimizer.step();
    expect(list.map(({ data, grad }) => [data, grad])).toEqual(arrays);
    list.forEach(({ data, grad }, i) => {
      expect(data).toBe(arrays[i]?.[0]);
      expect(grad).toBe(arrays[i]?.[1]);
      expect(Array.from(grad)).toEqual(grads[i]);
    });
    optimizer.zeroGrad();
    for (const { grad } of list) expect(Array.from(grad)).toEqual(Array.from(grad, () => 0));
  });
});

describe("by hand", () => {
  test("SGD: momentum 0.5, dampening 0.5, the first buffer undamped", () => {
    const p = parameter([1], [1], [2]);
    const optimizer = new SGD([p], { lr: 0.25, momentum: 0.5, dampening: 0.5 });
    optimizer.step();
    expect(p.data[0]).toBe(0.5);
    optimizer.step();
    expect(p.data[0]).toBe(0);
    p.grad[0] = 8;
    optimizer.step();
    expect(p.data[0]).toBe(-1.25);
  });

  test("SGD: Nesterov's momentum", () => {
    const p = parameter([1], [1], [2]);
    const optimizer = new SGD([p], { lr: 0.25, momentum: 0.5, nesterov: true });
    optimizer.step();
    expect(p.data[0]).toBe(0.25);
    optimizer.step();
    expect(p.data[0]).toBe(-0.625);
  });

  test("Adam: the first step is lr by the sign", () => {
    const p = parameter([1, 1, 1], [3], [1e-3, -1e3, 0]);
    new Adam([p], { lr: 0.125, eps: 0 }).step();
    expect(Array.from(p.data)).toEqual([0.875, 1.125, Number.NaN]);
    const q = parameter([1], [1], [0]);
    new Adam([q], { lr: 0.125 }).step();
    expect(q.data[0]).toBe(1);
  });

  test("AdamW: without a gradient weights decay alone", () => {
    const p = parameter([1, -4]);
    new AdamW([p], { lr: 0.5, weightDecay: 0.5 }).step();
    expect(Array.from(p.data)).toEqual([0.75, -3]);
  });

  test("1 − β is formed in float64", () => {
    const p = parameter([0], [1], [1]);
    const optimizer = new Adam([p], { betas: [0.9, 1 - 2 ** -40] });
    optimizer.step();
    const state = optimizer.stateDict().state["0"] as unknown as { exp_avg_sq: { data: Float32Array } };
    expect(state.exp_avg_sq.data[0]).toBe(2 ** -40);
  });

  test("a learning rate set between steps counts from then on", () => {
    const p = parameter([1], [1], [1]);
    const optimizer = new SGD([p], { lr: 0.5 });
    optimizer.step();
    optimizer.lr = 0.25;
    expect(optimizer.lr).toBe(0.25);
    optimizer.step();
    expect(p.data[0]).toBe(0.25);
  });

  test("infinite parameters stay so where nothing pulls at them, NaN gradients make NaN", () => {
    for (const Kind of [SGD, Adam, AdamW]) {
      for (const momentum of [0, 0.9]) {
        const p = parameter([Number.POSITIVE_INFINITY, 1], [2], [1, Number.NaN]);
        new Kind([p], (Kind === SGD ? { lr: 0.1, momentum } : { weightDecay: 0 }) as never).step();
        expect(Array.from(p.data)).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
      }
    }
  });

  test("takes any iterable, and an object like a Parameter", () => {
    const p = { shape: [1], data: Float32Array.of(1), grad: Float32Array.of(1) };
    new SGD(new Set([p as Parameter]), { lr: 0.5 }).step();
    expect(p.data[0]).toBe(0.5);
  });
});

describe("where parameters are in the layers' memory", () => {
  const optimizers: readonly [string, (parameters: Parameter[]) => { step(): void; stateDict(): unknown }][] = [
    ["SGD", (list) => new SGD(list, { lr: 0.1 })],
    ["SGD, decay", (list) => new SGD(list, { lr: 0.1, weightDecay: 0.01 })],
    ["SGD, momentum", (list) => new SGD(list, { lr: 0.1, momentum: 0.9, dampening: 0.3, weightDecay: 0.01 })],
    ["SGD, Nesterov", (list) => new SGD(list, { lr: 0.1, momentum: 0.9, nesterov: true })],
    ["Adam", (list) => new Adam(list, { weightDecay: 0.1 })],
    ["AdamW", (list) => new AdamW(list, { betas: [0, 0.5], eps: 0 })],
  ];
  test.each(optimizers)("%s takes the steps that it takes elsewhere, bit by bit", (_, make) => {
    const layer = new Linear(13, 7);
    const inside = layer.parameters();
    for (const { grad } of inside) for (let i = 0; i < grad.length; i++) grad[i] = Math.sin(i + 1);
    if (inside[1]) inside[1].data[3] = Number.POSITIVE_INFINITY;
    const outside = inside.map(({ shape, data, grad }) => ({ shape, data: data.slice(), grad: grad.slice() }));
    const [one, other] = [make(inside), make(outside as Parameter[])];
    for (let i = 0; i < 5; i++) {
      one.step();
      other.step();
    }
    expect(inside.map(({ data }) => data.slice())).toEqual(outside.map(({ data }) => data));
    expect(one.stateDict()).toEqual(other.stateDict());
  });
});
