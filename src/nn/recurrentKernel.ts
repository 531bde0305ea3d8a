// The recurrent cells' kernel: assembly/nn/kernels/recurrent.ts, or the same in JavaScript.
import kernel from "../kernels/recurrent.js";
import { type Plain, programOf } from "./program.js";

const kinds = ["copy", "multiply", "lstm_cell", "gru_candidate", "gru_cell", "rnn_gradient", "lstm_gradient", "gru_gradient"] as const;

/** f′ from y = sigmoid x. */
const sigmoidSlope = (y: number): number => y * (1 - y);

export const plain: Plain = (memory) => {
  const at = (i: number): number => memory[i] as number;
  /** dy · f′ from y = tanh x or relu x. */
  const sloped = (dy: number, y: number, isRelu: number): number => (isRelu ? (y <= 0 ? 0 : dy) : dy * ((1 - y) * (1 + y)));
  const copy = (from = 0, fromStride = 0, to = 0, toStride = 0, rows = 0, cols = 0): number => {
    for (let row = 0; row < rows; row++) {
      const start = (from >> 2) + row * fromStride;
      memory.copyWithin((to >> 2) + row * toStride, start, start + cols);
    }
    return 0;
  };
  const multiply = (a = 0, b = 0, y = 0, yStride = 0, rows = 0, cols = 0): number => {
    for (let row = 0, i = 0; row < rows; row++)
      for (let j = 0; j < cols; j++, i++) memory[(y >> 2) + row * yStride + j] = at((a >> 2) + i) * at((b >> 2) + i);
    return 0;
  };
  const lstmCell = (gates = 0, before = 0, after = 0, n = 0): number => {
    for (let i = 0; i < n; i++) {
      const gate = (gates >> 2) + i;
      memory[(after >> 2) + i] = at(gate + 2 * n) * at((before >> 2) + i) + at(gate + n) * at(gate + 3 * n);
    }
    return 0;
  };
  const gruCandidate = (gates = 0, n = 0): number => {
    for (let i = gates >> 2, end = i + n; i < end; i++) memory[i + 2 * n] = at(i + 2 * n) + at(i) * at(i + 3 * n);
    return 0;
  };
  const gruCell = (gates = 0, before = 0, beforeStride = 0, after = 0, afterStride = 0, rows = 0, cols = 0): number => {
    const n = rows * cols;
    for (let row = 0, gate = gates >> 2; row < rows; row++)
      for (let j = 0; j < cols; j++, gate++) {
        const z = at(gate + n);
        memory[(after >> 2) + row * afterStride + j] = (1 - z) * at(gate + 2 * n) + z * at((before >> 2) + row * beforeStride + j);
      }
    return 0;
  };
  const rnnGradient = (d = 0, dStride = 0, y = 0, to = 0, toStride = 0, rows = 0, cols = 0, isRelu = 0): number => {
    for (let row = 0, i = y >> 2; row < rows; row++)
      for (let j = 0; j < cols; j++, i++) memory[(to >> 2) + row * toStride + j] = sloped(at((d >> 2) + row * dStride + j), at(i), isRelu);
    return 0;
  };
  const lstmGradient = (
    gates = 0,
    before = 0,
    s = 0,
    d = 0,
    dStride = 0,
    dc = 0,
    to = 0,
    toStride = 0,
    rows = 0,
    cols = 0,
    isRelu = 0,
  ): number => {
    const n = rows * cols;
    for (let row = 0, i = 0; row < rows; row++)
      for (let j = 0; j < cols; j++, i++) {
        const gate = (gates >> 2) + i;
        const [o, input, f, g] = [at(gate), at(gate + n), at(gate + 2 * n), at(gate + 3 * n)];
        const dh = at((d >> 2) + row * dStride + j);
        const shown = at((s >> 2) + i);
        const cell = at((dc >> 2) + i) + sloped(dh * o, shown, isRelu);
        const target = (to >> 2) + row * toStride + j;
        memory[target] = cell * g * sigmoidSlope(input);
        memory[target + cols] = cell * at((before >> 2) + i) * sigmoidSlope(f);
        memory[target + 2 * cols] = sloped(cell * input, g, isRelu);
        memory[target + 3 * cols] = dh * shown * sigmoidSlope(o);
        memory[(dc >> 2) + i] = cell * f;
      }
    return 0;
  };
  const gruGradient = (
    gates = 0,
    before = 0,
    beforeStride = 0,
    d = 0,
    dStride = 0,
    input = 0,
    hidden = 0,
    toStride = 0,
    back = 0,
    backStride = 0,
    isAdded = 0,
    rows = 0,
    cols = 0,
  ): number => {
    const n = rows * cols;
    for (let row = 0, gate = gates >> 2; row < rows; row++)
      for (let j = 0; j < cols; j++, gate++) {
        const [r, z, candidate, m] = [at(gate), at(gate + n), at(gate + 2 * n), at(gate + 3 * n)];
        const dh = at((d >> 2) + row * dStride + j);
        const dn = sloped(dh * (1 - z), candidate, 0);
        const dr = dn * m * sigmoidSlope(r);
        const dz = dh * (at((before >> 2) + row * beforeStride + j) - candidate) * sigmoidSlope(z);
        for (const [target, last] of [
          [input, dn],
          [hidden, dn * r],
        ] as const) {
          const place = (target >> 2) + row * toStride + j;
          memory[place] = dr;
          memory[place + cols] = dz;
          memory[place + 2 * cols] = last;
        }
        const place = (back >> 2) + row * backStride + j;
        memory[place] = (isAdded ? at(place) : 0) + dh * z;
      }
    return 0;
  };
  return {
    copy,
    multiply,
    lstm_cell: lstmCell,
    gru_candidate: gruCandidate,
    gru_cell: gruCell,
    rnn_gradient: rnnGradient,
    lstm_gradient: lstmGradient,
    gru_gradient: gruGradient,
  };
};

/** Three rows of seven: a vector and what is left of one. Arrays begin 512 bytes apart, four blocks of gates take 336. */
export const recurrentKernel = /* @__PURE__ */ programOf("recurrent", kernel, kinds, plain, (functions) => {
  const [rows, cols, n] = [3, 7, 21];
  let place = 1024;
  const next = (): number => (place += 512);
  const gates = next();
  functions["copy"]?.(gates, 9, next(), 8, rows, cols);
  functions["multiply"]?.(gates, next(), next(), 8, rows, cols);
  functions["lstm_cell"]?.(gates, next(), next(), n);
  functions["gru_cell"]?.(gates, next(), 8, next(), 9, rows, cols);
  functions["gru_candidate"]?.(next(), n);
  for (const flag of [0, 1]) {
    functions["rnn_gradient"]?.(next(), 8, gates, next(), 9, rows, cols, flag);
    functions["lstm_gradient"]?.(gates, next(), next(), next(), 8, next(), next(), 29, rows, cols, flag);
    functions["gru_gradient"]?.(gates, next(), 8, next(), 9, next(), next(), 22, next(), 8, flag, rows, cols);
  }
});
