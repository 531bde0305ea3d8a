// The race: one function over 16,384 float32, by the package and by JavaScript's loops. No DOM.
//
// The contenders take turns, and what counts is the median of the rounds. A sample is as long as the browser's clock needs.
import loops from "made:loops";
import { Heap, relu, sigmoid } from "relu-simd";
import { summary } from "../../bench/summary.js";
import { type Clock, resolutionOf } from "../benchmark/clock.js";
import { callsOf, sample } from "../benchmark/rounds.js";
import type { Lane, Way } from "./lanes.js";

export const LENGTH = 16_384;
/** Rounds are as many as there is time for, in milliseconds, but never fewer than these; more than those tell nothing new. */
const [TIME, FEWEST, MOST] = [800, 5, 51];
const WARMUP = 20;

const functions = { relu, sigmoid };
export type Raced = keyof typeof functions;
export const raced = Object.keys(functions) as readonly Raced[];

/** Random signs: what a branch costs shows only where it can't be foreseen. */
const fill = (x: Float32Array): Float32Array => {
  for (let i = 0; i < x.length; i++) x[i] = Math.random() * 8 - 4;
  return x;
};

const now = (): number => performance.now();

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Tells how it stands after each turn. */
export const race = async (name: Raced, tell: (lanes: readonly Lane[]) => void): Promise<readonly Lane[]> => {
  const op = functions[name];
  const heap = new Heap(8 * LENGTH + 64);
  try {
    const clock: Clock = { now, resolution: resolutionOf(now) };
    const [x, out] = [fill(new Float32Array(LENGTH)), new Float32Array(LENGTH)];
    const [inside, result] = [heap.float32(x), heap.float32(LENGTH)];
    const ways: readonly (readonly [label: string, way: Way, call: () => unknown])[] = [
      ["relu-simd, in ordinary arrays", "arrays", () => op(x, { out })],
      ["relu-simd, in its heap", "heap", () => op(inside, { out: result })],
      ...Object.entries(loops[name] ?? {}).map(([label, loop]) => [`JavaScript, ${label}`, "loop", () => loop(x, out)] as const),
    ];
    const racers = ways.map(([label, way, call]) => ({
      label,
      way,
      calls: 1,
      samples: [] as number[],
      racer: {
        run: (calls: number): unknown => {
          let last: unknown;
          for (let i = 0; i < calls; i++) last = call();
          return last;
        },
      },
    }));
    const lanes = (): readonly Lane[] =>
      racers.map(({ label, way, samples }) => ({ label, way, speed: samples.length ? LENGTH / summary(samples).median : undefined }));
    for (const racer of racers) {
      racer.calls = callsOf(racer.racer, clock, WARMUP);
      await pause();
    }
    const end = now() + TIME;
    for (let round = 0; round < MOST && (round < FEWEST || now() < end); round++)
      for (const racer of racers) {
        sample(racer, clock);
        tell(lanes());
        await pause();
      }
    return lanes();
  } finally {
    heap.dispose();
  }
};
