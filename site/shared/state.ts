// A page's state in its address: a flat record of typed fields. What is at its default is left out; what is not understood is the default.

export interface Field<T> {
  readonly usual: T;
  /** undefined: this is no such value. */
  readonly read: (text: string) => T | undefined;
  readonly write: (value: T) => string;
}

// biome-ignore lint/suspicious/noExplicitAny: fields of all types; State has each one's own.
export type Fields = Readonly<Record<string, Field<any>>>;
export type State<F extends Fields> = { -readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

export interface Range {
  readonly min?: number;
  readonly max?: number;
  readonly isWhole?: boolean;
}

export const number = (usual: number, { min = -Infinity, max = Infinity, isWhole = false }: Range = {}): Field<number> => ({
  usual,
  read: (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    return value >= min && value <= max && (!isWhole || Number.isInteger(value)) ? value : undefined;
  },
  write: String,
});

export const oneOf = <T extends string>(usual: T, all: readonly T[]): Field<T> => ({
  usual,
  read: (text) => all.find((one) => one === text),
  write: (value) => value,
});

export const flag = (usual: boolean): Field<boolean> => ({
  usual,
  read: (text) => (text === "1" ? true : text === "0" ? false : undefined),
  write: (value) => (value ? "1" : "0"),
});

/** Separated by commas; undefined if one of them is, or if there are too few or too many. */
export const listOf = <T>(
  field: Field<T>,
  usual: readonly T[],
  { min = 0, max = Infinity }: Pick<Range, "min" | "max"> = {},
): Field<readonly T[]> => ({
  usual,
  read: (text) => {
    const values = text === "" ? [] : text.split(",").map(field.read);
    return values.length >= min && values.length <= max && values.every((value) => value !== undefined) ? (values as T[]) : undefined;
  },
  write: (values) => values.map(field.write).join(","),
});

/** `query` as in `location.search`. */
export const parse = <F extends Fields>(fields: F, query: string): State<F> => {
  const given = new URLSearchParams(query);
  const read = ([name, field]: [string, Fields[string]]): [string, unknown] => {
    const text = given.get(name);
    return [name, (text === null ? undefined : field.read(text)) ?? field.usual];
  };
  return Object.fromEntries(Object.entries(fields).map(read)) as State<F>;
};

/** The query of a state: "" or "?a=1&b=2". What stands in `query` under other names stays. */
export const format = <F extends Fields>(fields: F, state: Readonly<State<F>>, query = ""): string => {
  const written = new URLSearchParams(query);
  for (const [name, field] of Object.entries(fields)) {
    const text = field.write(state[name]);
    if (text === field.write(field.usual)) written.delete(name);
    else written.set(name, text);
  }
  // Commas are allowed as they are, and read better.
  const text = written.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
};

export const load = <F extends Fields>(fields: F): State<F> => parse(fields, location.search);

/** Browsers refuse more than some 100 changes in 30 s. */
const PAUSE = 300;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Puts the state into the address, a moment after the last call. */
export const save = <F extends Fields>(fields: F, state: Readonly<State<F>>): void => {
  clearTimeout(timer);
  const last = { ...state } as State<F>;
  timer = setTimeout(
    () => history.replaceState(null, "", `${location.pathname}${format(fields, last, location.search)}${location.hash}`),
    PAUSE,
  );
};
