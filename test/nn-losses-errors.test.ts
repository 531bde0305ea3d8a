// If this fails, a loss takes what is no tensor, no target or no option of it, or its message is another.
import { expect, test } from "vitest";
import type { Tensor } from "../src/engine/tensor.js";
import { binaryCrossEntropyWithLogits, crossEntropy, l1Loss, mseLoss, smoothL1Loss } from "../src/nn/losses.js";
import { tensor } from "./support/tensor.js";
import { bad, caught, type Thrown } from "./support/thrown.js";

const x23 = tensor([1, 2, 3, 4, 5, 6], [2, 3]);
const pairs: readonly [name: string, call: (x: Tensor, t: Tensor, options?: object) => unknown][] = [
  ["mseLoss", bad(mseLoss)],
  ["l1Loss", bad(l1Loss)],
  ["smoothL1Loss", bad(smoothL1Loss)],
  ["binaryCrossEntropyWithLogits", bad(binaryCrossEntropyWithLogits)],
];
const refused: readonly Thrown[] = [
  ...pairs.flatMap(([name, call]): Thrown[] => [
    [`${name} of an array`, () => call(bad([1]), x23), TypeError, `${name}: input is [object Array], expected a tensor, { data, shape }`],
    [`${name} of no target`, () => call(x23, bad(undefined)), TypeError, `${name}: target is missing, expected a tensor, { data, shape }`],
    [
      `${name} of shapes that differ`,
      () => call(x23, tensor([1, 2, 3, 4, 5, 6], [6])),
      RangeError,
      `${name}: target has shape [6], expected [2, 3], the shape of input`,
    ],
    [
      `${name}, a reduction that is none`,
      () => call(x23, x23, { reduction: "avg" }),
      RangeError,
      `${name}: reduction is "avg", expected "mean" or "sum" or "none"`,
    ],
    [
      `${name}, a number for it`,
      () => call(x23, x23, { reduction: 1 }),
      TypeError,
      `${name}: reduction is 1, expected "mean" or "sum" or "none"`,
    ],
    [
      `${name}, an option misspelt`,
      () => call(x23, x23, { reductions: "sum" }),
      TypeError,
      `${name}: options has reductions, expected reduction`,
    ],
    [
      `${name}, a string for options`,
      () => call(x23, x23, bad("sum")),
      TypeError,
      `${name}: options is [object String], expected an object`,
    ],
  ]),
  ["beta −1", () => smoothL1Loss(x23, x23, { beta: -1 }), RangeError, "smoothL1Loss: beta is -1, expected a finite number, 0 or more"],
  [
    "beta NaN",
    () => smoothL1Loss(x23, x23, { beta: Number.NaN }),
    RangeError,
    "smoothL1Loss: beta is NaN, expected a finite number, 0 or more",
  ],
  [
    "beta a string",
    () => smoothL1Loss(x23, x23, { beta: bad("1") }),
    TypeError,
    "smoothL1Loss: beta is [object String], expected a finite number, 0 or more",
  ],
  ["beta of another", () => mseLoss(x23, x23, bad({ beta: 1 })), TypeError, "mseLoss: options has beta, expected reduction"],
  [
    "logits an array",
    () => crossEntropy(bad([[1, 2]]), [0]),
    TypeError,
    "crossEntropy: logits is [object Array], expected a tensor, { data, shape }",
  ],
  ["logits [3]", () => crossEntropy(tensor([1, 2, 3], [3]), [0]), RangeError, "crossEntropy: logits has shape [3], expected [N, C]"],
  [
    "targets missing",
    () => crossEntropy(x23, bad(undefined)),
    TypeError,
    "crossEntropy: targets is missing, expected an array or typed array of whole numbers",
  ],
  [
    "targets a tensor",
    () => crossEntropy(x23, bad(tensor([0, 1], [2]))),
    TypeError,
    "crossEntropy: targets is [object Object], expected an array or typed array of whole numbers",
  ],
  [
    "targets a string",
    () => crossEntropy(x23, bad("01")),
    TypeError,
    "crossEntropy: targets is [object String], expected an array or typed array of whole numbers",
  ],
  [
    "too many targets",
    () => crossEntropy(x23, [0, 1, 2]),
    RangeError,
    "crossEntropy: targets has length 3, expected 2, one for each row of logits",
  ],
  [
    "target 3",
    () => crossEntropy(x23, [0, 3]),
    RangeError,
    "crossEntropy: targets[1] is 3, expected a whole number from 0 to 2, or -100 (ignoreIndex)",
  ],
  [
    "target −1",
    () => crossEntropy(x23, [-1, 0], { ignoreIndex: 9 }),
    RangeError,
    "crossEntropy: targets[0] is -1, expected a whole number from 0 to 2, or 9 (ignoreIndex)",
  ],
  ["target 0.5", () => crossEntropy(x23, [0, 0.5]), RangeError, "crossEntropy: targets[1] is 0.5, expected a whole number from 0 to 2"],
  ["target NaN", () => crossEntropy(x23, Float32Array.of(0, Number.NaN)), RangeError, "crossEntropy: targets[1] is NaN, expected"],
  [
    "target 2⁴⁰",
    () => crossEntropy(x23, BigInt64Array.of(0n, 2n ** 40n)),
    RangeError,
    "crossEntropy: targets[1] is 1099511627776, expected",
  ],
  ["a string among targets", () => crossEntropy(x23, bad([0, "1"])), TypeError, "crossEntropy: targets[1] is [object String], expected"],
  ["a hole among targets", () => crossEntropy(x23, new Array(2)), TypeError, "crossEntropy: targets[0] is missing, expected"],
  [
    "smoothing 2",
    () => crossEntropy(x23, [0, 1], { labelSmoothing: 2 }),
    RangeError,
    "crossEntropy: labelSmoothing is 2, expected a number from 0 to 1",
  ],
  [
    "smoothing NaN",
    () => crossEntropy(x23, [0, 1], { labelSmoothing: Number.NaN }),
    RangeError,
    "crossEntropy: labelSmoothing is NaN, expected a number from 0 to 1",
  ],
  [
    "ignoreIndex 0.5",
    () => crossEntropy(x23, [0, 1], { ignoreIndex: 0.5 }),
    RangeError,
    "crossEntropy: ignoreIndex is 0.5, expected a whole number",
  ],
  [
    "ignoreIndex null",
    () => crossEntropy(x23, [0, 1], { ignoreIndex: bad(null) }),
    TypeError,
    "crossEntropy: ignoreIndex is [object Null], expected a whole number",
  ],
  [
    "an unknown option",
    () => crossEntropy(x23, [0, 1], bad({ weight: 1 })),
    TypeError,
    "crossEntropy: options has weight, expected reduction or labelSmoothing or ignoreIndex",
  ],
];

test.each(refused)("refuses %s", (_, call, Kind, message) => {
  const error = caught(call);
  expect(error).toBeInstanceOf(Kind);
  expect((error as Error).message).toContain(message);
});
