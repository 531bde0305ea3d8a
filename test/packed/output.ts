// What a bundler made of the example, which mostly uses relu alone: its size, and whether it holds kernels that nobody asked for.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
// @ts-expect-error: a build script, without types
import { fold } from "../../scripts/build/fold.mjs";
import { gzipped } from "../../scripts/sizes/gzip.js";
import type { Row } from "./environments.js";
import type { Project } from "./project.js";

const BYTES = 24;

/** A piece of each kernel that no other has, as bytes. */
const marks = (project: Project): ReadonlyMap<string, Buffer> => {
  const folder = join(project.folder, "node_modules/relu-simd/dist/kernels");
  const names = readdirSync(folder).filter((file) => file.endsWith(".wasm"));
  const modules = names.map((name) => readFileSync(join(folder, name)));
  return new Map(
    modules.map((module, i) => {
      const pieces = Array.from({ length: Math.floor(module.length / BYTES) }, (_, k) => module.subarray(k * BYTES, (k + 1) * BYTES));
      // One that the code has as it is, not folded.
      const text: string = fold(module);
      const isOwn = (piece: Buffer): boolean => modules.every((other, j) => j === i || !other.includes(piece));
      const mark = pieces.find((piece) => text.includes(piece.toString("hex")) && isOwn(piece));
      if (!mark) throw new Error(`${names[i]} has no ${BYTES} bytes of its own`);
      return [names[i] as string, mark];
    }),
  );
};

/** Bytes of the output, each file gzipped; throws unless of all kernels it holds the row's, as files or in the code. */
export const measure = (project: Project, { output: pattern = /^$/, isPrecompiled, backend, kernels, most }: Row): number => {
  const expected = (kernels ?? (backend === "wasm" ? ["relu"] : [])).map((name) => `${name}.wasm`).join(", ");
  const files = project.files(pattern).map((name) => ({ name, bytes: readFileSync(join(project.folder, name)) }));
  const code = files.filter(({ name }) => !name.endsWith(".wasm"));
  // A module that no code names is never loaded.
  const isNamed = (name: string): boolean => code.some(({ bytes }) => bytes.includes(basename(name, ".wasm")));
  const modules = files.filter(({ name }) => name.endsWith(".wasm") && isNamed(name));
  const holds = (mark: Buffer): boolean =>
    isPrecompiled ? modules.some(({ bytes }) => bytes.includes(mark)) : code.some(({ bytes }) => bytes.includes(mark.toString("hex")));
  const names = Array.from(marks(project))
    .filter(([, mark]) => holds(mark))
    .map(([name]) => name);
  if (names.join(", ") !== expected)
    throw new Error(
      `the output holds, as ${isPrecompiled ? "files" : "bytes in the code"}: ${names.join(", ") || "no kernel"}; expected ${expected || "none"}`,
    );
  const total = [...code, ...modules].reduce((sum, { bytes }) => sum + gzipped(bytes), 0);
  if (most && total > most) throw new Error(`the output has ${total} bytes, gzipped, expected ${most} at most`);
  return total;
};
