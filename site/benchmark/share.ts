// Results in an address: compact JSON, deflated, in letters that need no escape. What comes from an address may be anything, so every
// part of it is checked, and no more than a bounded part is ever unpacked.
import { deflateSync, Inflate, strFromU8, strToU8 } from "fflate";
import type { FloatType } from "../../bench/ops.js";
import { type Entry, type Machine, type Report, type Result, type Role, roles, WORST } from "./results.js";

const VERSION = 1;
/** Letters of an address; bytes of what it unpacks to; lines; contenders of a line; letters of a text. */
const [MOST_LETTERS, MOST_BYTES, MOST_RESULTS, MOST_ENTRIES, MOST_TEXT] = [60_000, 400_000, 700, 16, 80];
const MOST_LENGTH = 1 << 26;
const MARK = "#r=";

const rounded = (value: number): number => Number(value.toPrecision(4));

const base64url = (bytes: Uint8Array): string => {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

/** The fragment that shows this report. */
export const fragmentOf = ({ machine, date, results }: Report): string => {
  const labels = [...new Set(results.flatMap(({ entries }) => entries.map(({ label }) => label)))];
  const { browser, engine, system, cores, backend, isolated, resolution } = machine;
  const compact = [
    VERSION,
    date,
    [browser, engine, system, cores, backend, isolated, rounded(resolution)],
    labels,
    results.map(({ op, type, length, entries }) => [
      op,
      type,
      length,
      entries.map(({ label, role, median, p10, p90, error }) => [
        labels.indexOf(label),
        roles.indexOf(role),
        rounded(median),
        rounded(p10),
        rounded(p90),
        ...(error === undefined ? [] : [Math.min(rounded(error), WORST)]),
      ]),
    ]),
  ];
  return `${MARK}${base64url(deflateSync(strToU8(JSON.stringify(compact)), { level: 9 }))}`;
};

class Refusal extends Error {}
const refuse = (): never => {
  throw new Refusal();
};

/** In small parts, so that a few bytes that unpack to gigabytes are left alone in time. */
const unpacked = (letters: string): string => {
  const packed = Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const parts: Uint8Array[] = [];
  let total = 0;
  const inflate = new Inflate((part) => {
    total += part.length;
    parts.push(part);
  });
  const STEP = 256;
  for (let at = 0; at < packed.length; at += STEP) {
    inflate.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
    if (total > MOST_BYTES) refuse();
  }
  const all = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return strFromU8(all);
};

const list = (value: unknown, most: number): readonly unknown[] => (Array.isArray(value) && value.length <= most ? value : refuse());
/** Without control characters, and those that turn the direction of letters. */
const text = (value: unknown): string =>
  typeof value === "string" && value.length <= MOST_TEXT && !/[\p{Cc}\p{Cf}]/u.test(value) ? value : refuse();
const number = (value: unknown, least: number, most: number): number =>
  typeof value === "number" && value >= least && value <= most ? value : refuse();
const whole = (value: unknown, least: number, most: number): number =>
  Number.isInteger(number(value, least, most)) ? (value as number) : refuse();
const flag = (value: unknown): boolean => (typeof value === "boolean" ? value : refuse());
const among = <T>(value: unknown, all: readonly T[]): T => (all.includes(value as T) ? (value as T) : refuse());

/** Nanoseconds an element: more than nothing, which others are divided by, and no more than seconds. */
const ns = (value: unknown, least = 1e-6): number => number(value, least, 1e10);
const some = (values: readonly unknown[]): readonly unknown[] => (values.length > 0 ? values : refuse());

const entryOf = (value: unknown, labels: readonly string[]): Entry => {
  const [label, role, median, p10, p90, error] = list(value, 6);
  return {
    label: labels[whole(label, 0, labels.length - 1)] as string,
    role: roles[whole(role, 0, roles.length - 1)] as Role,
    p10: ns(p10),
    median: ns(median, ns(p10)),
    p90: ns(p90, ns(median)),
    ...(error !== undefined && { error: number(error, 0, WORST) }),
  };
};

const resultOf = (value: unknown, names: readonly string[], labels: readonly string[]): Result => {
  const [op, type, length, entries] = list(value, 4);
  return {
    op: among(op, names),
    type: among<FloatType>(type, ["f32", "f64"]),
    length: whole(length, 1, MOST_LENGTH),
    entries: some(list(entries, MOST_ENTRIES)).map((entry) => entryOf(entry, labels)),
  };
};

/** Sizes of a function rise, so each is there once. */
const inOrder = (results: readonly Result[]): readonly Result[] => {
  const last = new Map<string, number>();
  for (const { op, type, length } of results) {
    if (length <= (last.get(`${op} ${type}`) ?? 0)) refuse();
    last.set(`${op} ${type}`, length);
  }
  return results;
};

const machineOf = (value: unknown): Machine => {
  const [browser, engine, system, cores, backend, isolated, resolution] = list(value, 7);
  return {
    browser: text(browser),
    engine: text(engine),
    system: text(system),
    cores: whole(cores, 0, 1e5),
    backend: among<Machine["backend"]>(backend, ["wasm", "js"]),
    isolated: flag(isolated),
    resolution: number(resolution, 0, 1e4),
  };
};

export const isShared = (fragment: string): boolean => fragment.startsWith(MARK);

/** The report in a fragment; undefined where it is damaged, or made up. `names` are functions that there are. */
export const reportOf = (fragment: string, names: readonly string[]): Report | undefined => {
  if (!isShared(fragment) || fragment.length > MOST_LETTERS) return undefined;
  try {
    const [version, date, machine, labels, results] = list(JSON.parse(unpacked(fragment.slice(MARK.length))), 5);
    if (version !== VERSION) return undefined;
    const known = list(labels, 200).map(text);
    return {
      date: /^\d{4}-\d\d-\d\d$/.test(text(date)) ? text(date) : refuse(),
      machine: machineOf(machine),
      results: inOrder(some(list(results, MOST_RESULTS)).map((result) => resultOf(result, names, known))),
    };
  } catch {
    // Not base64, not deflated, not JSON, or not of this form: all the same to a visitor.
    return undefined;
  }
};
