// Whether others were at work on the machine while something was measured.
import { cpus } from "node:os";
import { linked, PEAK_WORK, TURNS } from "../layers/registers.js";
import type { Limits, PeersRun } from "../recorded.js";
import type { Contender } from "./contender.js";

/** What a process found of the machine while it measured. */
export interface Noise {
  /** Cores that others kept busy meanwhile. */
  readonly others: number;
  /** Products and sums in registers, by the median; and by the fastest tenth of its turns. */
  readonly gflops: number;
  readonly fastest: number;
}

export interface Bounds extends Limits {
  readonly others: number;
  /** What it was measured with, as base64. */
  readonly module: string;
}

/** Milliseconds of all cores in which they were not idle. */
const busy = (): number => cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
const own = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Begins to watch. What it gives tells at the end how many cores others kept busy, but for milliseconds of processes that are our own. */
export const watch = (): ((children?: number) => number) => {
  const [start, before] = [performance.now(), busy() - own()];
  return (children = 0) => Math.max(0, (busy() - own() - before - children) / (performance.now() - start));
};

/** A contender whose work never changes: where it takes longer, the machine is slower. */
export const yardstick = (module: string): Pick<Contender, "call" | "run"> => {
  const { peak } = linked(
    Uint8Array.from(atob(module), (char) => char.charCodeAt(0)),
    1,
  );
  const run = (calls: number): number => {
    let last = 0;
    for (let i = 0; i < calls; i++) last = peak(TURNS);
    return last;
  };
  return { call: () => run(1), run };
};

export const gflopsOf = (ns: number): number => PEAK_WORK / ns;

/** A tenth of a core at somebody else's work. */
const isShared = ({ others }: Pick<Noise, "others">): boolean => others > 0.1;
/** More than a tenth between the two. */
const differ = (one: number, other: number): boolean => Math.abs(one / other - 1) > 0.1;

/** Of a run, by what was measured before and after. */
export const isNoisy = (before: Bounds, after: Bounds): boolean =>
  [before, after].some(isShared) || (["gflops", "cached", "memory"] as const).some((figure) => differ(before[figure], after[figure]));

/** Of a case: somebody was at work, or the machine was slower than at its own best, or than before the run where the engine is the same. */
export const isNoisyCase = (all: readonly Noise[], before: number | undefined): boolean =>
  all.some((noise) => isShared(noise) || differ(noise.gflops, noise.fastest) || (before !== undefined && differ(noise.gflops, before)));

const loudest = (noise: readonly Noise[]): number => Math.max(0, ...noise.map(({ others }) => others));

/** Once more where the first was noisy; of two that both were, the one with less of others' work. */
export const quietly = async <T extends { readonly noise: readonly Noise[] }>(
  measure: () => Promise<T>,
  isNoisy: (one: T) => boolean,
): Promise<T> => {
  const first = await measure();
  if (!isNoisy(first)) return first;
  const second = await measure();
  return !isNoisy(second) || loudest(second.noise) < loudest(first.noise) ? second : first;
};

/** In a sentence; undefined where none was. */
export const noisyCases = ({ noisy = [], cases }: Pick<PeersRun, "noisy" | "cases">): string | undefined =>
  noisy.length ? `${noisy.length} of ${cases.length} cases were measured while the machine was noisy: ${noisy.join("; ")}` : undefined;
