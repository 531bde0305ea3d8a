// Tables of what the others take, and how far off they are.
import { noisyCases } from "../../../bench/peers/noise.js";
import type { PeerCase, PeersRun, Row, Way } from "../../../bench/recorded.js";
import { bold, code, table } from "../markdown.js";
import {
  COMPARED,
  caseOf,
  compared,
  count,
  digits,
  errorOf,
  fastest,
  JAVASCRIPT,
  labelOf,
  limitsOnly,
  machineIn,
  measuredIn,
  OURS,
  peakOf,
  percent,
  perElement,
  type Runs,
  runtimeIn,
  source,
  ulp,
  whole,
} from "../results.js";

interface Cell {
  readonly time: number;
  readonly error?: number | null | undefined;
}

/** "1.9 (0.51)"; what is best of its line in bold, as it is written: what looks the same is equally good. */
const written = (cells: readonly (Cell | undefined)[], time: (value: number) => string = digits): readonly string[] => {
  const least = Math.min(...cells.map((cell) => cell?.time ?? Number.POSITIVE_INFINITY));
  const best = Number.isFinite(least) ? time(least) : "";
  const errors = cells.flatMap((cell) => (cell?.error === undefined ? [] : [cell.error ?? Number.POSITIVE_INFINITY]));
  // Where all are equally right none stands out.
  const exact = new Set(errors.map(ulp)).size > 1 ? ulp(Math.min(...errors)) : "";
  return cells.map((cell) => {
    if (!cell) return "–";
    const [shown, error] = [time(cell.time), cell.error === undefined ? "" : ulp(cell.error)];
    return `${shown === best ? bold(shown) : shown}${error && ` (${error === exact ? bold(error) : error})`}`;
  });
};

const cellOf = (one: PeerCase | undefined, peer: string, way: Way, isWanted?: (row: Row) => boolean): Cell | undefined => {
  const row = fastest(one, peer, way, isWanted);
  return one && row && { time: perElement(one, row), error: errorOf(row) };
};

/** As right as ours are at worst: of loops with `Math.exp` and its like there are fast ones and right ones. */
const RIGHT = 2;

/** README: a dozen functions, those who do the same in JavaScript everywhere. */
const inReadme: readonly string[] = [OURS, JAVASCRIPT, "@tensorflow/tfjs-backend-wasm", "onnxruntime-web", "@jax-js/jax"];

/** Of those that are shown, what other processes had a part in. */
const noisyOf = ({ noisy }: PeersRun, cases: readonly PeerCase[]): string => {
  const names = cases.filter(({ name }) => noisy?.includes(name)).map(({ op }) => code(op));
  return names.length ? ` While others were at work on the machine: ${names.join(", ")}.` : "";
};

export const shortTable = ({ peers24: run }: Runs): string | undefined => {
  const cases = compared.flatMap((op) => caseOf(run, op) ?? []);
  if (!run || !cases.length) return undefined;
  const [ours, javascript, ...others] = inReadme as readonly [string, string, ...string[]];
  const rows = cases.map((one) => {
    const right = cellOf(one, javascript, "end to end", (row) => (errorOf(row) ?? Number.POSITIVE_INFINITY) <= RIGHT);
    const of = (peer: string): Cell | undefined => cellOf(one, peer, "end to end");
    return [code(one.op), ...written([of(ours), of(javascript), right, ...others.map(of)])];
  });
  const head = [`ns (ULP), ${runtimeIn(run)}`, OURS, "fastest JavaScript", `– within ${RIGHT} ULP`, ...others.map(labelOf)];
  return `${table(head, rows)}

An element of ${whole(COMPARED)} float32, from and to ordinary arrays; in brackets the greatest error that was found within ±20, in ULP: from 2²⁴ on, 16.8 million, no digit is right. The best of a line
is bold, – is a function that it lacks. ${source(run)}.${noisyOf(run, cases)}`;
};

const title = ({ op, length, cols }: PeerCase): string => `${code(op)}${cols === undefined ? "" : `, ${cols} columns`}, ${count(length)}`;

const order = (one: PeerCase, other: PeerCase): number =>
  one.op < other.op ? -1 : one.op > other.op ? 1 : (other.cols ?? 0) - (one.cols ?? 0) || one.length - other.length;

const grid = (run: PeersRun, kind: PeerCase["kind"], way: Way): string | undefined => {
  const cases = run.cases.filter((one) => one.kind === kind && one.length > 0).sort(order);
  const peers = measuredIn(cases.map((one) => ({ ...one, rows: one.rows.filter((row) => row.way === way) })));
  if (!peers.length) return undefined;
  const rows = cases.map((one) => {
    // A limit is no contender, and is not best.
    const cells = peers.map((peer) => cellOf(one, peer, way));
    const taking = written(cells.map((cell, i) => (limitsOnly.includes(peers[i] as string) ? undefined : cell)));
    return [
      title(one),
      ...cells.map((cell, i) => (cell && limitsOnly.includes(peers[i] as string) ? digits(cell.time) : (taking[i] as string))),
    ];
  });
  return table([`ns (ULP)`, ...peers.map(labelOf)], rows);
};

const HEADINGS: readonly (readonly [PeerCase["kind"], Way, string])[] = [
  ["value", "end to end", "Values, from and to ordinary arrays"],
  ["value", "resident", "Values, where the contender wants its data (ours in a heap)"],
  ["gradient", "end to end", "Gradients, from and to ordinary arrays"],
  ["gradient", "resident", "Gradients, where the contender wants its data"],
];

/** Special values that come out wrong: in some form of a contender, in some of its ways. */
const faults = (run: PeersRun): string | undefined => {
  const rows = measuredIn(run.cases).flatMap((peer) => {
    const found = new Map<string, Set<string>>();
    for (const { op, rows } of run.cases)
      for (const row of rows)
        if (row.peer === peer) for (const fault of row.faults) found.set(fault, (found.get(fault) ?? new Set<string>()).add(op));
    return found.size
      ? [[labelOf(peer), [...found].map(([fault, ops]) => `${fault}: ${[...ops].sort().map(code).join(", ")}`).join("; ")]]
      : [];
  });
  return rows.length ? table(["", "special values that come out wrong, and where"], rows, 2) : undefined;
};

const absent = (run: PeersRun): string | undefined => {
  const reasons = new Map<string, Set<string>>();
  for (const { rows } of run.cases)
    for (const { peer, why } of rows) if (why) reasons.set(peer, (reasons.get(peer) ?? new Set<string>()).add(why));
  const measured = measuredIn(run.cases);
  const missing = [...reasons].filter(([peer]) => !measured.includes(peer));
  return missing.length
    ? `Not measured: ${missing.map(([peer, why]) => `${labelOf(peer)} (${[...why].join("; ")})`).join(", ")}.`
    : undefined;
};

const micro = (ns: number): string => digits(ns / 1e3);

const layers = (run: PeersRun): string | undefined => {
  const cases = run.cases.filter(({ kind, rows }) => kind === "layer" && rows.some(({ times }) => times));
  const peers = measuredIn(cases);
  if (!peers.length) return undefined;
  const rows = cases.map((one) => {
    const cells = peers.map((peer) => {
      const row = fastest(one, peer, "end to end");
      return row && { time: row.times.median };
    });
    const ours = fastest(one, OURS, "end to end");
    const share = one.flops && ours ? percent(one.flops / ours.times.median / peakOf(run)) : "";
    return [one.name, share, ...written(cells, micro)];
  });
  return table(["µs a call", "ours, of the peak", ...peers.map(labelOf)], rows);
};

const runTables = (run: PeersRun): readonly string[] => {
  const made = HEADINGS.flatMap(([kind, way, heading]) => {
    const one = grid(run, kind, way);
    return one ? [`#### ${heading}\n\n${one}`] : [];
  });
  const [wrong, measured, missing] = [faults(run), layers(run), absent(run)];
  const noisy = noisyCases(run);
  const [before, after] = run.limits;
  const versions = Object.entries(run.peers).map(([peer, version]) => `${peer} ${version}`);
  const limits = `${digits(before.gflops)} to ${digits(after.gflops)} GFLOPS in registers, reads of ${digits(before.cached)} to ${digits(after.cached)} GB/s from the caches and ${digits(before.memory)} to ${digits(after.memory)} from memory`;
  return [
    `\`${run.command}\`, ${machineIn(run.machine)}; ${versions.join(", ")}. The machine, before and after: ${limits}.${run.isNoisy ? " **Other processes were at work.**" : ""}${noisy ? ` **${noisy}.**` : ""}
Of each contender its fastest form; ns an element, in brackets the greatest error in ULP within ±20; the best of a line is bold, – is what it lacks. Rows of softmax and its family have as many columns as are told.`,
    ...made,
    ...(wrong ? ["#### Faults", wrong] : []),
    ...(measured ? ["#### Layers, from and to ordinary arrays", measured] : []),
    ...(missing ? [missing] : []),
  ];
};

export const peersTables = ({ peers24, peers20 }: Runs): readonly string[] => [
  ...(peers24 ? [`### Beside others, ${peers24.machine.runtime}`, ...runTables(peers24)] : []),
  // An older engine's figures, for those who run it: the page is long enough without.
  ...(peers20 ? [`<details>\n<summary>Beside others, ${peers20.machine.runtime}</summary>`, ...runTables(peers20), "</details>"] : []),
];
