// The race: one function over 16,384 float32, by the package and by JavaScript's loops. No DOM.
//
// The contenders take turns, and what counts is the median of the rounds.
import loops from "made:loops";
import { Heap, relu, sigmoid } from "relu-simd";
import { type Lane, median, rate } from "./timing.js";

export const LENGTH = 16_384;
const ROUNDS = 9;

const functions = { relu, sigmoid };
export type Raced = keyof typeof functions;
export const raced = Object.keys(functions) as readonly Raced[];

/** Random signs: what a branch costs shows only where it can't be foreseen. */
const fill = (x: Float32Array): Float32Array => {
  for (let i = 0; i < x.length; i++) x[i] = Math.random() * 8 - 4;
  return x;
};

/** Elements a nanosecond, in one round. */
const speed = (run: () => unknown): number => (rate(run, () => performance.now()) * LENGTH) / 1e6;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Tells how it stands after each turn. */
export const race = async (name: Raced, tell: (lanes: readonly Lane[]) => void): Promise<readonly Lane[]> => {
  const op = functions[name];
  const heap = new Heap(8 * LENGTH + 64);
  try {
    const [x, out] = [fill(new Float32Array(LENGTH)), new Float32Array(LENGTH)];
    const [inside, result] = [heap.float32(x), heap.float32(LENGTH)];
    const runners: readonly (readonly [label: string, isOurs: boolean, run: () => unknown])[] = [
      ["relu-simd, in its heap", true, () => op(inside, { out: result })],
      ["relu-simd, in ordinary arrays", true, () => op(x, { out })],
      ...Object.entries(loops[name] ?? {}).map(([label, loop]) => [`JavaScript, ${label}`, false, () => loop(x, out)] as const),
    ];
    const times = runners.map((): number[] => []);
    const lanes = (): readonly Lane[] => runners.map(([label, isOurs], i) => ({ label, isOurs, speed: median(times[i] ?? []) }));
    for (const [, , run] of runners) speed(run);
    for (let i = 0; i < ROUNDS; i++)
      for (const [lane, [, , run]] of runners.entries()) {
        times[lane]?.push(speed(run));
        tell(lanes());
        await pause();
      }
    return lanes();
  } finally {
    heap.dispose();
  }
};
