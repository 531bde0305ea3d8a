/** `count` numbers from low to high, equally far apart. */
export const grid = (low: number, high: number, count: number): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
