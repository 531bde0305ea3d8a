// Samples in three figures, and orders that nobody has an advantage from.

const quantile = (sorted: Float64Array, q: number): number => {
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
};

export const summary = (samples: readonly number[]): { readonly median: number; readonly p10: number; readonly p90: number } => {
  const sorted = Float64Array.from(samples).sort();
  return { median: quantile(sorted, 0.5), p10: quantile(sorted, 0.1), p90: quantile(sorted, 0.9) };
};

/** Fisher and Yates: every order is as likely as any other. */
export const shuffled = <T>(items: readonly T[], next: () => number = Math.random): readonly T[] => {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(next() * (i + 1));
    [order[i], order[other]] = [order[other] as T, order[i] as T];
  }
  return order;
};
