// Nested arrays of numbers: out to one flat Float64Array, and back into the nesting.

/** The numbers of x in order; undefined if it holds anything else, or if `like` is given and nested in another way. */
export const flatten = (x: unknown, like?: unknown): Float64Array<ArrayBuffer> | undefined => {
  const numbers: number[] = [];
  const walk = (part: unknown, other: unknown): boolean =>
    Array.isArray(part)
      ? (like === undefined || (Array.isArray(other) && other.length === part.length)) &&
        Array.from(part).every((value, i) => walk(value, Array.isArray(other) ? other[i] : undefined))
      : typeof part === "number" && !Array.isArray(other) && numbers.push(part) > 0;
  return walk(x, like) ? Float64Array.from(numbers) : undefined;
};

/** The numbers of `flat` in the nesting of x. */
export const rebuild = (x: unknown, flat: ArrayLike<number>): unknown => {
  let at = 0;
  const build = (part: unknown): unknown => (Array.isArray(part) ? part.map(build) : flat[at++]);
  return build(x);
};
