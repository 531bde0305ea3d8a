// Speeds from a browser's clock, which ticks in steps of up to a millisecond: calls are counted until a round has taken many of them. No DOM.

const ROUND_MS = 12;

export interface Lane {
  readonly label: string;
  readonly isOurs: boolean;
  /** Elements a nanosecond; undefined until it was measured. */
  readonly speed: number | undefined;
}

export const median = (values: readonly number[]): number | undefined => [...values].sort((one, other) => one - other)[values.length >> 1];

/** Calls a millisecond, in one round. */
export const rate = (run: () => unknown, clock: () => number): number => {
  let [calls, batch] = [0, 1];
  const start = clock();
  let now = start;
  while (now - start < ROUND_MS) {
    for (let i = 0; i < batch; i++) run();
    calls += batch;
    batch = Math.min(2 * batch, 64);
    now = clock();
  }
  return calls / (now - start);
};

/** How much faster our best is than the best of the loops. */
export const lead = (lanes: readonly Lane[]): number | undefined => {
  const best = (isOurs: boolean): number =>
    Math.max(...lanes.filter((lane) => lane.isOurs === isOurs).map(({ speed }) => speed ?? Number.NaN));
  const factor = best(true) / best(false);
  return Number.isFinite(factor) ? factor : undefined;
};
