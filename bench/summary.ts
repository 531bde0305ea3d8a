// Samples in three figures.
import type { Times } from "./recorded.js";

const quantile = (sorted: Float64Array, q: number): number => {
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
};

export const summary = (samples: readonly number[]): Times => {
  const sorted = Float64Array.from(samples).sort();
  return { median: quantile(sorted, 0.5), p10: quantile(sorted, 0.1), p90: quantile(sorted, 0.9) };
};
