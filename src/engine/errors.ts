// Every error of the package: `function: argument what-came, expected what-was-expected`.

/** Throws. `where` is the function as the user called it: "relu.backward". A TypeError unless it is said to be a RangeError. */
export function refuse(
  where: string,
  argument: string,
  came: string,
  expected: string,
  Kind: TypeErrorConstructor | RangeErrorConstructor = TypeError,
): never {
  throw new Kind(`${where}: ${argument} ${came}, expected ${expected}`);
}

/** What came, in few words. */
export const describe = (value: unknown): string =>
  value === undefined ? "is missing" : `is ${typeof value === "number" ? value : Object.prototype.toString.call(value)}`;
