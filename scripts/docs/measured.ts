// What was measured of activations: errors over all inputs, speed, and sizes of bundles.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { gzipSync } from "fflate";
import { type Row, readResults, ulpIn } from "../../test/exhaustive/results.js";
import { readRuns } from "../report/results.js";

const results = readResults();

/** Rows of RESULTS.md: of each set of parameters that was tried the value, then the derivative. */
export const errorsOf = (name: string): readonly Row[] => results.filter(({ op }) => op === name);

/** "0.5069, at −0.3464833": the greatest, and where it was found. */
export const errorInWords = (row: Row): string => {
  const at = row["its value"];
  return `${row["max ULP"]}${at && ulpIn(row) > 0 ? `, at ${Number(at).toPrecision(7).replace("-", "−")}` : ""}`;
};

export interface Speed {
  /** Nanoseconds an element: in a heap; from one array to another; JavaScript's best loop. */
  readonly heap: number;
  readonly out: number;
  readonly js: number;
  readonly length: number;
  readonly command: string;
  readonly machine: string;
}

const runs = readRuns();

export const speedOf = (name: string): Speed | undefined => {
  if (!runs.activations) return undefined;
  const { ops, length, command, machine } = runs.activations;
  const found = ops[name];
  const where = `${machine.cpu}, ${machine.runtime}`;
  return found && { heap: found.heap.median, out: found.out.median, js: found.js.median, length, command, machine: where };
};

/** Bytes of `import { name }` from a built entry, minified and gzipped; by a gzip in JavaScript, which is the same on every Node. */
const bundled = async (entry: string, name: string): Promise<number> => {
  const resolveDir = fileURLToPath(new URL("../../dist/", import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents: `import { ${name} } from "./${entry}"; globalThis.x = ${name};`, resolveDir },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    logLevel: "error",
  });
  return gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9, mtime: 0 }).length;
};

/** "5.0 kB" */
export const sizeOf = async (entry: "index.js" | "nn.js", name: string): Promise<string> =>
  `${((await bundled(entry, name)) / 1000).toFixed(1)} kB`;
