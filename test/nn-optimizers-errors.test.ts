// If this fails, an optimizer takes what is no parameter or no option of it, or its message is another.
import { expect, test } from "vitest";
import { Adam, AdamW, SGD } from "../src/nn/optimizers.js";
import { type Any, notNegative, parameter } from "./support/optimizers.js";
import { bad, caught, type Thrown } from "./support/thrown.js";

const one = [parameter([1])];
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const kinds = [
  ["SGD", SGD, { lr: 0.1 }],
  ["Adam", Adam, {}],
  ["AdamW", AdamW, {}],
] as unknown as [string, new (list: unknown, options?: object) => Any, object][];

const refused: readonly Thrown[] = [
  ...kinds.flatMap(([name, Kind, good]): Thrown[] => [
    [`${name} of nothing`, () => new Kind(undefined, good), TypeError, `${name}: parameters is missing, expected a list of Parameters`],
    [`${name} of one`, () => new Kind(one[0], good), TypeError, `${name}: parameters is [object Object], expected a list of Parameters`],
    [`${name} of none`, () => new Kind([], good), RangeError, `${name}: parameters is empty, expected a Parameter or more`],
    [
      `${name} of an array`,
      () => new Kind([one[0], Float32Array.of(1)], good),
      TypeError,
      `${name}: parameters[1] is [object Float32Array], expected a Parameter`,
    ],
    [`${name} of numbers`, () => new Kind(Float32Array.of(1), good), TypeError, `${name}: parameters[0] is 1, expected a Parameter`],
    [
      `${name} of a tensor`,
      () => new Kind([{ data: Float32Array.of(1), shape: [1] }], good),
      TypeError,
      `${name}: parameters[0] is [object Object], expected a Parameter`,
    ],
    [
      `${name} of what does not fit its shape`,
      () => new Kind([parameter([1], [2])], good),
      TypeError,
      `${name}: parameters[0] is [object Object], expected a Parameter`,
    ],
    [
      `${name} of pairs`,
      () => new Kind([["weight", one[0]]], good),
      TypeError,
      `${name}: parameters[0] is [object Array], expected a Parameter`,
    ],
    [
      `${name} of one twice`,
      () => new Kind([one[0], parameter([1]), one[0]], good),
      RangeError,
      `${name}: parameters[2] is parameters[0] again, expected each Parameter once`,
    ],
    [
      `${name}, an unknown option`,
      () => new Kind(one, { ...good, amsgrad: true }),
      TypeError,
      `${name}: options has amsgrad, expected lr or`,
    ],
    [`${name}, a number for options`, () => new Kind(one, bad(0.1)), TypeError, `${name}: options is 0.1, expected an object`],
    [`${name}, lr −1`, () => new Kind(one, { lr: -1 }), RangeError, `${name}: lr is -1, ${notNegative}`],
    [`${name}, lr infinite`, () => new Kind(one, { lr: inf }), RangeError, `${name}: lr is Infinity, ${notNegative}`],
    [`${name}, lr a string`, () => new Kind(one, { lr: "1" }), TypeError, `${name}: lr is [object String], ${notNegative}`],
    [
      `${name}, weightDecay −1`,
      () => new Kind(one, { ...good, weightDecay: -1 }),
      RangeError,
      `${name}: weightDecay is -1, ${notNegative}`,
    ],
    [`${name}, lr set to NaN`, () => Object.assign(new Kind(one, good), { lr: nan }), RangeError, `${name}: lr is NaN, ${notNegative}`],
    [
      `${name}, lr set to nothing`,
      () => Object.assign(new Kind(one, good), { lr: bad(undefined) }),
      TypeError,
      `${name}: lr is missing, ${notNegative}`,
    ],
  ]),
  ["SGD without lr", () => new SGD(one, bad({})), TypeError, `SGD: lr is missing, ${notNegative}`],
  ["SGD without options", () => new SGD(one, bad(undefined)), TypeError, `SGD: lr is missing, ${notNegative}`],
  ["momentum −0.1", () => new SGD(one, { lr: 1, momentum: -0.1 }), RangeError, `SGD: momentum is -0.1, ${notNegative}`],
  ["dampening NaN", () => new SGD(one, { lr: 1, dampening: nan }), RangeError, "SGD: dampening is NaN, expected a finite number"],
  ["nesterov 1", () => new SGD(one, { lr: 1, nesterov: bad(1) }), TypeError, "SGD: nesterov is 1, expected true or false"],
  [
    "nesterov alone",
    () => new SGD(one, { lr: 1, nesterov: true }),
    RangeError,
    "SGD: nesterov is true, expected false, unless momentum is above 0 and dampening is 0",
  ],
  [
    "nesterov with dampening",
    () => new SGD(one, { lr: 1, nesterov: true, momentum: 0.9, dampening: 0.1 }),
    RangeError,
    "SGD: nesterov is true, expected false",
  ],
  ["β₁ = 1", () => new Adam(one, { betas: [1, 0.9] }), RangeError, "Adam: betas[0] is 1, expected a number from 0 to below 1"],
  ["β₂ = −0.1", () => new AdamW(one, { betas: [0.9, -0.1] }), RangeError, "AdamW: betas[1] is -0.1, expected a number from 0 to below 1"],
  ["one beta", () => new Adam(one, { betas: bad([0.9]) }), RangeError, "Adam: betas has length 1, expected 2"],
  ["a number for betas", () => new Adam(one, { betas: bad(0.9) }), TypeError, "Adam: betas is 0.9, expected two numbers"],
  ["eps −1", () => new Adam(one, { eps: -1 }), RangeError, `Adam: eps is -1, ${notNegative}`],
  [
    "momentum for Adam",
    () => new Adam(one, bad({ momentum: 0.9 })),
    TypeError,
    "Adam: options has momentum, expected lr or betas or eps or weightDecay",
  ],
];

test.each(refused)("refuses %s", (_, call, Kind, message) => {
  const error = caught(call);
  expect(error).toBeInstanceOf(Kind);
  expect((error as Error).message).toContain(message);
});
