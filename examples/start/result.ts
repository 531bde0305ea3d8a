// Results as text, and whether a comment such as `// [-0.632…, 2]` says the same.

/** Elements of an array that are written out; the others are an ellipsis. */
const MOST = 64;

/** The least decimal that float32 reads back as x: 0.2, where String says 0.20000000298023224. */
const single = (x: number): string => {
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(x.toPrecision(digits));
    if (Math.fround(rounded) === x) return String(rounded);
  }
  return String(x);
};

interface Manner {
  /** Say what kind of typed array it is. */
  readonly named: boolean;
  /** Elements of a Float32Array in as few digits as tell them apart, not in those of a float64. */
  readonly short: boolean;
}

/** A result as one would write it in a comment. */
export const write = (value: unknown, manner: Manner = { named: true, short: true }, digits: (x: number) => string = String): string => {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : digits(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (Array.isArray(value)) {
    const parts = value.slice(0, MOST).map((part) => write(part, manner, digits));
    return `[${[...parts, ...(value.length > MOST ? ["…"] : [])].join(", ")}]`;
  }
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) {
    const { name } = value.constructor;
    const shown = Array.from(value as Float32Array).slice(0, MOST + 1);
    return (manner.named ? `${name} ` : "") + write(shown, manner, manner.short && value instanceof Float32Array ? single : String);
  }
  if (Object.getPrototypeOf(value ?? 0) === Object.prototype) {
    const parts = Object.entries(value as object).map(([key, part]) => `${key}: ${write(part, manner, digits)}`);
    return `{ ${parts.join(", ")} }`;
  }
  return typeof value === "object" && value !== null ? value.constructor.name : String(value);
};

/** The results that a comment claims; none if it is prose. Two spaces end a claim, ` | ` stands between alternatives. */
export const claims = (comment: string): readonly string[] => {
  const text = comment.replaceAll("−", "-").replaceAll("∞", "Infinity").replaceAll("...", "…");
  const claim = text.split(/\s{2,}/)[0] ?? "";
  const isResult = /^(?:[[{"]|-?\.?\d|-?Infinity\b|NaN\b|(?:true|false|undefined)$|(?:Float|Int)\d+Array|(?:Type|Range)Error)/.test(claim);
  return isResult ? claim.split(" | ") : [];
};

/** Digits before an ellipsis are the beginning of a number; an ellipsis elsewhere stands for anything. Spaces do not count. */
const pattern = (claim: string): RegExp => {
  const escaped = claim.replace(/\s/g, "").replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const numbers = escaped.replace(/(\d|\\\.)…/g, "$1\\d*(?:e[+-]?\\d+)?");
  return new RegExp(`^${numbers.replaceAll("…", ".*")}$`, "s");
};

/** Is this the result that was claimed? Of an error the beginning will do. */
export const agrees = (claim: string, value: unknown): boolean => {
  if (value instanceof Error) return write(value).startsWith(claim.replace(/…$/, ""));
  const named = /\dArray/.test(claim);
  return [true, false].some((short) => pattern(claim).test(write(value, { named, short }).replace(/\s/g, "")));
};
