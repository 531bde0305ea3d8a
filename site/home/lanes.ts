// Who races, and what follows from their speeds. No DOM, and nothing that is measured.

/** Ours between ordinary arrays, as the loops are; ours in a heap, which needs no copies; a loop of JavaScript. */
export type Way = "arrays" | "heap" | "loop";

export interface Lane {
  readonly label: string;
  readonly way: Way;
  /** Elements a nanosecond; undefined until it was measured. */
  readonly speed: number | undefined;
}

/** How many times as fast as the best of the loops one of our ways is. */
export const lead = (lanes: readonly Lane[], way: Exclude<Way, "loop">): number | undefined => {
  const best = (of: Way): number => Math.max(...lanes.filter((lane) => lane.way === of).map(({ speed }) => speed ?? Number.NaN));
  const factor = best(way) / best("loop");
  return Number.isFinite(factor) ? factor : undefined;
};
