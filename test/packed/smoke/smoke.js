// Takes the place of a fixture's activate.js: what an environment has to get right, in one report.

import * as api from "relu-simd";
import {
  backend,
  gelu,
  Heap,
  hardswish,
  leakyRelu,
  logSumExp,
  prelu,
  refusals,
  relu,
  sigmoid,
  silu,
  softmax,
  softsign,
  swiglu,
} from "relu-simd";
import * as nn from "relu-simd/nn";
import { start } from "./clock.js";
import { train } from "./model.js";

relu(new Float32Array([-1, 2]));
const ms = performance.now() - start;

/** Every activation that is exported, in one order everywhere, with arguments that it cannot do without. */
const calls = Object.entries(api)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .filter(([, value]) => typeof value === "function" && "definition" in value)
  .map(([, op]) => {
    const { parameters, dweight } = op.definition;
    const required = Object.entries(parameters?.table ?? {}).filter(([, { default: usual }]) => usual === undefined);
    return { op, rest: dweight ? [0.25] : required.length ? [Object.fromEntries(required.map(([name]) => [name, 0.5]))] : [] };
  });

/** Bit patterns from everywhere, as float32 and as float64: the same in every environment. */
const patterns = () => {
  const bits = new Uint32Array(4096);
  let state = 1;
  for (let i = 0; i < bits.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bits[i] = state;
  }
  return [new Float32Array(bits.buffer), new Float64Array(bits.buffer)];
};

/** A hash of all results, NaNs taken for one: the same bits everywhere have the same. */
const digest = () => {
  let hash = 0x811c9dc5;
  const add = (y) => {
    const bits = new Uint32Array(y.buffer);
    const words = y.BYTES_PER_ELEMENT / 4;
    for (let i = 0; i < bits.length; i++)
      hash = Math.imul(hash ^ (Number.isNaN(y[Math.floor(i / words)]) ? 0x7fc00000 : bits[i]), 0x01000193);
  };
  for (const x of patterns())
    for (const { op, rest } of calls)
      for (const y of [op(x, ...rest), op.derivative?.(x, ...rest), op.backwardFromOutput?.(x, x, ...rest)]) if (y) add(y);
  return (hash >>> 0).toString(16);
};

/** The message of what is thrown. */
const thrown = (f) => {
  try {
    f();
    return "nothing";
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

const x = new Float32Array([-3, -0, 0.5, 8]);
const inPlace = x.slice();
const shared = typeof SharedArrayBuffer === "undefined" ? x.slice() : new Float32Array(new SharedArrayBuffer(16));

const inHeap = () => {
  const heap = new Heap(1 << 16);
  const a = heap.float32(4);
  a.set(x);
  const b = heap.float32(4);
  hardswish(a, { out: b });
  relu(b, { out: b });
  const result = [...b, heap.used];
  heap.free(a);
  heap.dispose();
  return [...result, thrown(() => relu(b)).includes("disposed heap")];
};

/** What is done, and what has to come of it. */
const checks = {
  number: [() => relu(-3), 0],
  nested: [
    () =>
      relu([
        [0, 4.1],
        [-2.8, 5],
      ]),
    [
      [0, 4.1],
      [0, 5],
    ],
  ],
  float32: [() => relu(x), [0, -0, 0.5, 8]],
  float64: [() => leakyRelu(new Float64Array([-4, 4])), [-0.04, 4]],
  int8: [() => relu(new Int8Array([-128, 7])), [0, 7]],
  parameter: [() => leakyRelu(x, { negativeSlope: 0.5 }), [-1.5, -0, 0.5, 8]],
  "in place": [() => relu(inPlace, { out: inPlace }) === inPlace && [...inPlace], [0, -0, 0.5, 8]],
  out: [() => relu(x, { out: shared }) === shared && [...shared], [0, -0, 0.5, 8]],
  specials: [
    () => hardswish([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN, 1e-45]),
    [-0, Number.POSITIVE_INFINITY, Number.NaN, 5e-46],
  ],
  "NaN keeps its bits": [() => new Uint32Array(relu(new Float32Array(new Uint32Array([0xffc01234]).buffer)).buffer), [0xffc01234]],
  long: [() => relu(new Float32Array(100_000).fill(-1)).every((y) => y === 0), true],
  empty: [() => relu(new Float32Array(0)), []],
  backward: [() => relu.backward(new Float32Array([5, 5]), new Float32Array([-1, 2])), [0, 5]],
  backwardFromOutput: [() => relu.backwardFromOutput([1, 1], [0, 3]), [0, 1]],
  derivative: [() => softsign.derivative(new Float32Array([0, 1])), [1, 0.25]],
  prelu: [() => prelu(new Float32Array([-1, -1, -2, 3]), new Float32Array([0.5, 0.25])), [-0.5, -0.25, -1, 3]],
  "prelu.backward": [() => prelu.backward([[1, 1]], [[-1, -2]], [0.5, 0.25]), { dx: [[0.5, 0.25]], dweight: [-1, -2] }],
  heap: [inHeap, [-0, -0, 0.2916666567325592, 8, 32, true]],
  sigmoid: [() => sigmoid(new Float32Array([Number.NEGATIVE_INFINITY, 0, 100])), [0, 0.5, 1]],
  "a tail that fades slowly": [() => sigmoid(-100) > 3.72e-44 && sigmoid(-100) < 3.721e-44, true],
  limits: [() => [...gelu([Number.NEGATIVE_INFINITY, 20]), ...silu([Number.NEGATIVE_INFINITY, 0])], [-0, 20, -0, 0]],
  softmax: [() => softmax(new Float32Array([7, 7, 1e4, -1e4]), { cols: 2 }), [0.5, 0.5, 1, 0]],
  logSumExp: [() => logSumExp([[Number.NEGATIVE_INFINITY, 3]]), [3]],
  swiglu: [() => swiglu(new Float64Array([0, 100, 5, 2])), [0, 200]],
  "wrong length": [
    () => thrown(() => relu(x, { out: new Float32Array(3) })),
    "RangeError: relu: out has length 3, expected 4 (the length of x)",
  ],
  "wrong type": [
    () =>
      thrown(() => relu("x"))
        .split(":", 2)
        .join(),
    "TypeError, relu",
  ],
  "wrong option": [
    () =>
      thrown(() => leakyRelu(x, { slope: 1 }))
        .split(":", 2)
        .join(),
    "TypeError, leakyRelu",
  ],
};

/** As JSON, but with −0, NaN and infinities told apart, and a typed array like an array. */
const text = (value) =>
  JSON.stringify(value, (_, part) =>
    ArrayBuffer.isView(part)
      ? Array.from(part)
      : typeof part === "number" && (!Number.isFinite(part) || Object.is(part, -0))
        ? Object.is(part, -0)
          ? "-0"
          : `${part}`
        : part,
  );

export const activate = () => {
  const failures = [];
  for (const [name, [run, expected]] of Object.entries(checks)) {
    let got;
    try {
      got = text(run());
    } catch (error) {
      got = `${error}`;
    }
    if (got !== text(expected)) failures.push(`${name}: ${got}, expected ${text(expected)}`);
  }
  const model = train(nn, api);
  if (!model.learns) failures.push("a model does not learn");
  const bits = `${digest()} ${model.hash}`;
  // A kernel that an environment refuses would be made up for by JavaScript, in silence.
  if (refusals.size > 0 !== (backend === "js")) failures.push(`${[...refusals]} where the backend is ${backend}`);
  return { backend, ms, checks: Object.keys(checks).length + calls.length, digest: bits, failures };
};
