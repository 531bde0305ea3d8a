// What figures say of many numbers, in float64.

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
};

/** How far values lie from their mean: the root of the mean square. */
export const deviationOf = (values: ArrayLike<number>): number => {
  const mean = meanOf(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - mean) ** 2;
  return Math.sqrt(sum / values.length);
};

/** The share of values in each of `bins` parts of low to high, all equally wide; those beyond are counted in the first and the last. NaN is in none. */
export const histogram = (values: ArrayLike<number>, low: number, high: number, bins: number): Float64Array => {
  const counts = new Float64Array(bins);
  for (let i = 0; i < values.length; i++) {
    const at = Math.floor((((values[i] as number) - low) / (high - low)) * bins);
    if (Number.isNaN(at)) continue;
    const bin = Math.min(Math.max(at, 0), bins - 1);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count) => count / values.length);
};

export interface Link {
  readonly value: (x: number) => number;
  readonly derivative: (x: number) => number;
}

/**
 * Functions one behind the other, x going into the first: the derivative of the whole with respect to x, which is the product of theirs,
 * after 0, 1, … `depth` of them.
 */
export const chain = ({ value, derivative }: Link, x: number, depth: number): Float64Array => {
  const products = new Float64Array(depth + 1);
  let product = 1;
  for (let layer = 0; layer <= depth; layer++) {
    products[layer] = product;
    product *= derivative(x);
    x = value(x);
  }
  return products;
};
