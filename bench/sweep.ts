// Inputs that errors are looked for with.

/** Where activations are used; beyond are their tails. */
export const EDGE = 20;
const SWEEP = 8192;
const FINE = 2048;

/** Evenly over [−20, 20], then evenly in their exponents: far tails, and tiny values of either sign. */
export const sweep = (): Float32Array =>
  Float32Array.of(
    ...Array.from({ length: SWEEP + 1 }, (_, i) => (2 * EDGE * i) / SWEEP - EDGE),
    ...Array.from({ length: FINE }, (_, i) => (i % 2 ? -1 : 1) * EDGE * 5.5 ** (i / FINE)),
    ...Array.from({ length: FINE }, (_, i) => (i % 2 ? -1 : 1) * 2 ** (-149 * (i / FINE))),
  );

/** Rows near 0, spread wide, far from 0, and spread so far that most of it vanishes. */
export const ROWS: readonly ((r: number) => number)[] = [(r) => 16 * r - 8, (r) => 40 * r - 20, (r) => 16 * r + 992, (r) => 200 * r - 100];
/** The one of these that is the widest. */
export const FAR = 3;
