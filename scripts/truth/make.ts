// A file of exact values: of the inputs that the op's file has, or of new ones.
import {
  type Dtype,
  type Exact,
  evaluateChannels,
  evaluateElements,
  evaluateGated,
  evaluateRows,
  evaluateSpecial,
  type Floats,
  round,
} from "./evaluate.js";
import { type Case, type File, type PackedExact, packExact, packFloats, readFile, unpackExact, unpackFloats } from "./file.js";
import { formulas, gates, type Params } from "./formulas.js";
import { inputsFor, specialBits } from "./inputs.js";
import { rowFormulas } from "./rows.js";

const dtypes = ["f32", "f64"] as const;

const wordOf = { f32: Uint32Array, f64: BigUint64Array } as const;
const arrayOf = { f32: Float32Array, f64: Float64Array } as const;
const fromBits = (dtype: Dtype, bits: string): number =>
  new arrayOf[dtype]((dtype === "f32" ? Uint32Array.of(Number(`0x${bits}`)) : BigUint64Array.of(BigInt(`0x${bits}`))).buffer)[0] as number;
const toBits = (dtype: Dtype, x: number): string =>
  Number.isNaN(x)
    ? "nan"
    : (new wordOf[dtype](new arrayOf[dtype]([x]).buffer)[0] as number | bigint).toString(16).padStart(dtype === "f32" ? 8 : 16, "0");

const specialsOf = (op: string, dtype: Dtype, params: Params): readonly (readonly string[])[] =>
  specialBits[dtype].map((bits) => {
    const [y, d] = evaluateSpecial(op, dtype, params, fromBits(dtype, bits));
    return [bits, y === undefined ? "keep" : toBits(dtype, y), toBits(dtype, d)];
  });

/** Not made 0 or infinite by rounding to the type. */
const holds = (dtype: Dtype, value: number): boolean => {
  const rounded = round(dtype, value);
  return Number.isFinite(rounded) && (rounded === 0) === (value === 0);
};

/** The cases that a file has, and new ones for the parameters that it has none for. */
const elementCases = (op: string, existing: readonly Case[]): readonly Case[] => {
  const keyOf = (one: { readonly dtype: Dtype; readonly params?: unknown }): string => `${one.dtype} ${JSON.stringify(one.params)}`;
  const known = new Set(existing.map(keyOf));
  const wanted = dtypes.flatMap((dtype) =>
    (formulas[op]?.params ?? [])
      .filter((params) => Object.values(params).every((value) => holds(dtype, value)))
      .map((params) => ({ params, dtype, torch: [] })),
  );
  const missing = wanted.filter((one) => !known.has(keyOf(one)));
  return [...existing, ...missing.map((one) => ({ ...one, x: packFloats(inputsFor(one.dtype, one.params)) }))];
};

const elementCase = (op: string, { params, dtype, x, ...kept }: Case): Case => {
  const { y, d } = evaluateElements(op, dtype, params as Params, unpackFloats(dtype, x));
  return {
    params,
    dtype,
    ...(formulas[op]?.exact && { exact: true }),
    ...("yFloor" in kept && { yFloor: kept["yFloor"] }),
    ...("dFloor" in kept && { dFloor: kept["dFloor"] }),
    x,
    y: packExact(dtype, y),
    d: packExact(dtype, d),
    specials: specialsOf(op, dtype, params as Params),
    torch: kept["torch"] ?? [],
  };
};

const rowCase = (evaluate: (x: Floats, g: Floats) => { readonly y: Exact; readonly d: Exact }, one: Case): Case => {
  const { dtype, x, g } = one;
  const { y, d } = evaluate(unpackFloats(dtype, x), unpackFloats(dtype, g));
  return { ...one, y: packExact(dtype, y), d: packExact(dtype, d) };
};

const channelCase = (one: Case): Case => {
  const { dtype, x, weight, dy, shape } = one;
  const exact = evaluateChannels(
    unpackFloats(dtype, x),
    unpackFloats(dtype, weight),
    unpackFloats(dtype, dy),
    (shape as readonly [number, number, number])[2],
  );
  return {
    ...one,
    y: packExact(dtype, exact.y),
    dx: packExact(dtype, exact.dx),
    dweight: packExact(dtype, exact.dweight),
    dweightAbs: packFloats(exact.dweightAbs),
  };
};

/** A new function over rows, or a gated one, takes the inputs of these. */
const patternOf = { rows: "softmax", gated: "glu" } as const;
const casesLike = (op: string, pattern: string): readonly Case[] => readFile(op)?.cases ?? readFile(pattern)?.cases ?? [];

/** All that there are exact values of. */
export const opsWithFormula: readonly string[] = [
  ...Object.keys(formulas),
  ...Object.keys(rowFormulas),
  ...Object.keys(gates),
  "prelu",
].sort();

export const makeFile = (op: string): File => {
  const existing = readFile(op);
  if (op in formulas) return { op, cases: elementCases(op, existing?.cases ?? []).map((one) => elementCase(op, one)) };
  if (op in rowFormulas)
    return {
      op,
      cases: casesLike(op, patternOf.rows).map((one) => rowCase((x, g) => evaluateRows(op, x, g, Number(one["cols"])), one)),
    };
  if (op in gates)
    return {
      op,
      cases: casesLike(op, patternOf.gated).map((one) => rowCase((x, g) => evaluateGated(op, x, g, Number(one["halves"])), one)),
    };
  if (op === "prelu" && existing) return { ...existing, cases: existing.cases.map(channelCase) };
  throw new Error(`${op} has no formula: add one to scripts/truth/formulas.ts, beside those of ${opsWithFormula.join(", ")}`);
};

const isExact = (value: unknown): value is PackedExact => typeof value === "object" && value !== null && "hi" in value;

/** The last place of hi, in which lo counts. */
const placeOf = (hi: number): number => 2 ** (Math.max(Math.floor(Math.log2(Math.abs(hi))), -1022) - 52);

/** Two ways to write one number. Halfway between two doubles either may be hi; then the lo are ½ and −½. The sign of a zero counts. */
const isSame = (a: Exact, b: Exact, i: number): boolean => {
  const [x, y] = [a.hi[i] as number, b.hi[i] as number];
  if (Object.is(x, y)) return Math.abs((a.lo[i] as number) - (b.lo[i] as number)) <= 2 ** -24;
  return Math.abs((y - x) / placeOf(x) + (b.lo[i] as number) - (a.lo[i] as number)) <= 2 ** -23 && x !== 0;
};

/** What of a file is not as its formulas have it, in words. Zeros have a sign in the values of functions of one element only. */
export const differences = (committed: File, made: File): readonly string[] => {
  const found: string[] = [];
  for (const [i, one] of made.cases.entries()) {
    const other = committed.cases[i];
    if (!other) {
      found.push(`${made.op}, case ${i} (${one.dtype}), ${JSON.stringify(one["params"])}, is missing`);
      continue;
    }
    for (const [field, value] of Object.entries(one)) {
      const label = `${made.op}, case ${i} (${one.dtype}), ${field}`;
      if (isExact(value) && isExact(other[field])) {
        const signsCount = field === "y" && "params" in one;
        const [mine, theirs] = [unpackExact(value), unpackExact(other[field])];
        for (const i of mine.hi.keys())
          if (!isSame(theirs, mine, i) && (signsCount || mine.hi[i] !== 0 || theirs.hi[i] !== 0))
            found.push(`${label}[${i}]: ${theirs.hi[i]} + ${theirs.lo[i]} ulp, expected ${mine.hi[i]} + ${mine.lo[i]} ulp`);
      } else if (field === "specials") found.push(...differentSpecials(label, other[field], value));
      else if (field === "dweightAbs") {
        const [mine, theirs] = [value, other[field]].map((text) => unpackFloats("f64", text)) as [Floats, Floats];
        if (mine.some((sum: number, i: number) => sum !== theirs[i])) found.push(`${label} differs`);
      } else if (JSON.stringify(value) !== JSON.stringify(other[field])) found.push(`${label} differs`);
    }
  }
  return found;
};

const unsigned = (bits: unknown): string => (/^80+$/.test(String(bits)) ? String(bits).replace("8", "0") : String(bits));
const differentSpecials = (label: string, committed: unknown, made: unknown): readonly string[] =>
  (made as readonly (readonly string[])[]).flatMap(([x, y, d], i) => {
    const [theirX, theirY, theirD] = (committed as readonly (readonly string[])[])[i] ?? [];
    const isEqual = x === theirX && y === theirY && unsigned(d) === unsigned(theirD);
    return isEqual ? [] : [`${label}: ${[theirX, theirY, theirD].join(" ")}, expected ${[x, y, d].join(" ")}`];
  });
