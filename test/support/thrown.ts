// Bad input, and what is thrown for it.

/** What no type allows, for a call that has to refuse it. */
export const bad = (value: unknown): never => value as never;

/** A row of a table of calls that are refused. */
export type Thrown = readonly [title: string, call: () => unknown, Kind: typeof TypeError | typeof RangeError, message: string];

/** What a call throws; undefined if it does not. */
export const caught = (call: () => unknown): unknown => {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
};
