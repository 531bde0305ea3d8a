// If this fails, the state of an optimizer is not what it learnt, is not laid out as PyTorch's, or a wrong one gets through.
import { describe, expect, test } from "vitest";
import { Adam, type OptimizerState, SGD } from "../src/nn/optimizers.js";
import type { Parameter } from "../src/nn/parameter.js";
import { type Any, notNegative, parameter, take, two } from "./support/optimizers.js";
import { caught } from "./support/thrown.js";

describe("state", () => {
  test("laid out and named as PyTorch's", () => {
    const list = two();
    const optimizer = new SGD(list, { lr: 0.1, momentum: 0.9 });
    const group = { lr: 0.1, momentum: 0.9, dampening: 0, weight_decay: 0, nesterov: false, params: [0, 1] };
    expect(optimizer.stateDict()).toEqual({ state: {}, param_groups: [group] });
    list[0].grad.fill(2);
    optimizer.step();
    expect(optimizer.stateDict()).toEqual({
      state: {
        0: { momentum_buffer: { data: Float32Array.of(2, 2, 2, 2), shape: [2, 2] } },
        1: { momentum_buffer: { data: Float32Array.of(0, 0), shape: [2] } },
      },
      param_groups: [group],
    });
    const other = new Adam([parameter([1], [1], [4])], { lr: 0.5, betas: [0.5, 0.75] });
    other.step();
    expect(other.stateDict()).toEqual({
      state: { 0: { step: 1, exp_avg: { data: Float32Array.of(2), shape: [1] }, exp_avg_sq: { data: Float32Array.of(4), shape: [1] } } },
      param_groups: [{ lr: 0.5, betas: [0.5, 0.75], eps: 1e-8, weight_decay: 0, params: [0] }],
    });
  });

  test("loading one of before the first step forgets what was learnt", () => {
    const p = parameter([0], [1], [1]);
    const optimizer = new SGD([p], { lr: 1, momentum: 0.5 });
    const fresh = optimizer.stateDict();
    optimizer.step();
    optimizer.loadStateDict(fresh);
    optimizer.step();
    expect(p.data[0]).toBe(-2);
  });
});

/** A good state of Adam or SGD, changed at one place. */
type Change = readonly [
  title: string,
  name: "SGD" | "Adam",
  change: (state: Loose) => unknown,
  Kind: typeof TypeError | typeof RangeError,
  message: string,
];
interface Loose {
  state: Record<string, Record<string, unknown>>;
  param_groups: Record<string, unknown>[];
}
const slot = (state: Loose, i = "1"): Record<string, unknown> => state.state[i] as Record<string, unknown>;
const group = (state: Loose): Record<string, unknown> => state.param_groups[0] as Record<string, unknown>;
const put = (object: Record<string, unknown>, key: string, value: unknown): void => {
  object[key] = value;
};
const wrong: readonly Change[] = [
  ["nothing", "SGD", () => undefined, TypeError, "state is missing, expected an object"],
  ["an array", "SGD", () => [], TypeError, "state is [object Array], expected an object"],
  ["a key too many", "SGD", (s) => ({ ...s, extra: 1 }), TypeError, "state has extra, expected state, param_groups"],
  ["no state", "SGD", ({ param_groups }) => ({ param_groups }), TypeError, "state.state is missing, expected an object"],
  ["no groups", "SGD", ({ state }) => ({ state }), TypeError, "param_groups is missing, expected a list of one group"],
  ["two groups", "SGD", (s) => ({ ...s, param_groups: [group(s), group(s)] }), RangeError, "param_groups has length 2, expected 1"],
  ["a parameter too many", "SGD", (s) => put(s.state, "2", slot(s)), TypeError, "state.state has 2, expected 0, 1"],
  ["other places", "SGD", (s) => put(group(s), "params", [1, 0]), RangeError, "param_groups[0].params[0] is 1, expected 0"],
  [
    "fewer places",
    "SGD",
    (s) => put(group(s), "params", [0]),
    RangeError,
    "param_groups[0].params has length 1, expected 2, the number of parameters",
  ],
  ["no places", "SGD", (s) => delete group(s)["params"] && undefined, TypeError, "param_groups[0].params is missing"],
  ["lr −1", "SGD", (s) => put(group(s), "lr", -1), RangeError, `param_groups[0].lr is -1, ${notNegative}`],
  ["no lr", "SGD", (s) => delete group(s)["lr"] && undefined, TypeError, `param_groups[0].lr is missing, ${notNegative}`],
  [
    "no momentum",
    "SGD",
    (s) => delete group(s)["momentum"] && undefined,
    TypeError,
    "param_groups[0].momentum is missing, expected what stateDict gave",
  ],
  ["weight_decay −1", "SGD", (s) => put(group(s), "weight_decay", -1), RangeError, `param_groups[0].weight_decay is -1, ${notNegative}`],
  [
    "an option of another",
    "SGD",
    (s) => put(group(s), "betas", [0, 0]),
    TypeError,
    "param_groups[0] has betas, expected lr, momentum, dampening, weight_decay, nesterov, params",
  ],
  [
    "nesterov with dampening",
    "SGD",
    (s) => void Object.assign(group(s), { nesterov: true, dampening: 1 }),
    RangeError,
    "param_groups[0].nesterov is true, expected false",
  ],
  [
    "a buffer of another shape",
    "SGD",
    (s) => put(slot(s), "momentum_buffer", { data: new Float32Array(3), shape: [3] }),
    RangeError,
    "state[1].momentum_buffer has shape [3], expected [2], the parameter's",
  ],
  [
    "a buffer that is no tensor",
    "SGD",
    (s) => put(slot(s), "momentum_buffer", [1, 2]),
    TypeError,
    "state[1].momentum_buffer is [object Array], expected a tensor",
  ],
  [
    "a buffer that does not fit",
    "SGD",
    (s) => put(slot(s), "momentum_buffer", { data: new Float32Array(3), shape: [2] }),
    RangeError,
    "state[1].momentum_buffer.data has length 3, expected 2 (the length of a tensor of shape [2])",
  ],
  [
    "a buffer of another name",
    "SGD",
    (s) => put(s.state, "1", { buffer: slot(s) }),
    TypeError,
    "state[1] has buffer, expected momentum_buffer",
  ],
  [
    "no step",
    "Adam",
    (s) => delete slot(s)["step"] && undefined,
    TypeError,
    "state[1].step is missing, expected a whole number, 1 or more",
  ],
  ["step 0", "Adam", (s) => put(slot(s), "step", 0), RangeError, "state[1].step is 0, expected a whole number, 1 or more"],
  ["step 1.5", "Adam", (s) => put(slot(s, "0"), "step", 1.5), RangeError, "state[0].step is 1.5, expected a whole number, 1 or more"],
  [
    "no second mean",
    "Adam",
    (s) => delete slot(s)["exp_avg_sq"] && undefined,
    TypeError,
    "state[1].exp_avg_sq is missing, expected a tensor",
  ],
  [
    "β₂ = 1",
    "Adam",
    (s) => put(group(s), "betas", [0.9, 1]),
    RangeError,
    "param_groups[0].betas[1] is 1, expected a number from 0 to below 1",
  ],
  [
    "an Adam's own option missing",
    "Adam",
    (s) => delete group(s)["eps"] && undefined,
    TypeError,
    "param_groups[0].eps is missing, expected what stateDict gave",
  ],
];

test.each(wrong)("a state with %s is refused by %s, and nothing is loaded", (_, name, change, Kind, message) => {
  const make = (list: Parameter[]): Any => (name === "SGD" ? new SGD(list, { lr: 0.5, momentum: 0.5 }) : new Adam(list, { lr: 0.5 }));
  const source = two();
  const from = make(source);
  take(source, from, 1, 2);
  const good = from.stateDict() as unknown as Loose;
  const state = change(good) ?? (message.startsWith("state is missing") ? undefined : good);
  const list = two();
  const optimizer = make(list);
  take(list, optimizer, 3, 3);
  optimizer.lr = 0.25;
  const before = optimizer.stateDict();
  const error = caught(() => optimizer.loadStateDict(state as OptimizerState));
  expect(error).toBeInstanceOf(Kind);
  expect((error as Error).message).toContain(`${name}.loadStateDict: ${message}`);
  expect(optimizer.stateDict()).toEqual(before);
});
