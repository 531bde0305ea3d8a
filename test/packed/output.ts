// What a bundler made of the example, which uses relu alone: its size, and whether it holds kernels that nobody asked for.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
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
      const mark = pieces.find((piece) => modules.every((other, j) => j === i || !other.includes(piece)));
      if (!mark) throw new Error(`${names[i]} has no ${BYTES} bytes of its own`);
      return [names[i] as string, mark];
    }),
  );
};

/** Bytes of the output, each file gzipped; throws unless of all kernels it holds that of relu. */
export const measure = (project: Project, pattern: RegExp): number => {
  const files = project.files(pattern).map((name) => ({ name, bytes: readFileSync(join(project.folder, name)) }));
  const code = files.filter(({ name }) => !name.endsWith(".wasm"));
  // A module that no code names is never loaded.
  const loaded = files.filter(
    ({ name }) => !name.endsWith(".wasm") || code.some(({ bytes }) => bytes.includes(name.split("/").at(-1) as string)),
  );
  const held = Array.from(marks(project)).filter(([, mark]) =>
    loaded.some(({ bytes }) => bytes.includes(mark) || bytes.includes(mark.toString("hex"))),
  );
  const names = held.map(([name]) => name).join(", ");
  if (names !== "relu.wasm") throw new Error(`the output of \`import { relu }\` holds ${names || "no kernel"}, expected relu.wasm`);
  return loaded.reduce((sum, { bytes }) => sum + gzipSync(bytes, { level: 9 }).length, 0);
};
