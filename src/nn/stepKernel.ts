// Steps of optimizers: assembly/nn/kernels/step.ts where parameter and buffers are in one arena, else the same formulas here. Both compute in
// float64, operation by operation, so they give the same bits.
import type { Run } from "../engine/kernel.js";
import kernel from "../kernels/step.js";
import { arenaOf } from "./arena.js";
import { type Plain, programOf } from "./program.js";

type Arrays = readonly Float32Array[];
type Formula = (arrays: Arrays, n: number, numbers: readonly number[]) => void;

const sgd: Formula = (arrays, n, numbers) => {
  const [data, grad] = arrays as [Float32Array, Float32Array];
  const [rate, decay] = numbers as [number, number];
  for (let k = 0; k < n; k++) {
    const w = data[k] as number;
    const g = grad[k] as number;
    // Not 0 · w: w may be infinite.
    data[k] = w - rate * (decay ? g + decay * w : g);
  }
};

const momentum: Formula = (arrays, n, numbers) => {
  const [data, grad, buffer] = arrays as [Float32Array, Float32Array, Float32Array];
  const [rate, decay, kept, share, isNesterov] = numbers as [number, number, number, number, number];
  for (let k = 0; k < n; k++) {
    const w = data[k] as number;
    const g = decay ? (grad[k] as number) + decay * w : (grad[k] as number);
    const next = kept * (buffer[k] as number) + share * g;
    buffer[k] = next;
    data[k] = w - rate * (isNesterov ? g + kept * next : next);
  }
};

const adam: Formula = (arrays, n, numbers) => {
  const [data, grad, mean, square] = arrays as [Float32Array, Float32Array, Float32Array, Float32Array];
  const [rate, root, eps, beta1, beta2, decay, kept] = numbers as [number, number, number, number, number, number, number];
  const share1 = 1 - beta1;
  const share2 = 1 - beta2;
  for (let k = 0; k < n; k++) {
    const w = data[k] as number;
    const g = decay ? (grad[k] as number) + decay * w : (grad[k] as number);
    const m = beta1 * (mean[k] as number) + share1 * g;
    const v = beta2 * (square[k] as number) + share2 * g * g;
    mean[k] = m;
    square[k] = v;
    data[k] = kept * w - (rate * m) / (Math.sqrt(v) / root + eps);
  }
};

const formulas = { sgd: { run: sgd, arrays: 2 }, momentum: { run: momentum, arrays: 3 }, adam: { run: adam, arrays: 4 } };

/** The formulas as functions of addresses. */
const plain: Plain = (memory) =>
  Object.fromEntries(
    Object.entries(formulas).map(([name, { run, arrays }]): [string, Run] => [
      name,
      (...args) => {
        const n = args[arrays] as number;
        const views = args.slice(0, arrays).map((address) => memory.subarray(address >> 2, (address >> 2) + n));
        run(views, n, args.slice(arrays + 1));
        return 0;
      },
    ]),
  );

export const stepKernel = /* @__PURE__ */ programOf("step", kernel, ["sgd", "momentum", "adam"], plain, (functions, memory) => {
  functions["sgd"]?.(16384, 20480, 23, 0.1, 0.01);
  functions["momentum"]?.(16384, 20480, 24576, 23, 0.1, 0, 0.9, 0.5, 1);
  functions["momentum"]?.(16384, 20480, 24576, 23, 0.1, 0.01, 0.9, 1, 0);
  // A mean of squares is not negative.
  memory.fill(0.5, 9216, 9239);
  functions["adam"]?.(28672, 20480, 32768, 36864, 23, 0.1, 0.5, 1e-8, 0.9, 0.999, 0, 1);
});

/** One step of a parameter: `arrays` are data, grad and the buffers. */
export const change = (name: keyof typeof formulas, arrays: Arrays, numbers: readonly number[]): void => {
  const [data] = arrays as [Float32Array];
  const arena = arenaOf(data);
  const n = data.length;
  if (!arena || !arrays.every((array) => arena.holds(array))) formulas[name].run(arrays, n, numbers);
  else stepKernel.in(arena)[name]?.(...arrays.map(({ byteOffset }) => byteOffset), n, ...numbers);
};

/** Zeros that go along with a parameter: beside it if there is room. */
export const bufferFor = (data: Float32Array): Float32Array => arenaOf(data)?.lend(data.length) ?? new Float32Array(data.length);
