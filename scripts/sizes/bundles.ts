// What importing from the built package adds to a program: pages and README tell the same figures, from here.
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { gzipped } from "./gzip.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

export type Entry = "index.js" | "nn.js";

const bytesOf = async (options: BuildOptions): Promise<number> => {
  const { outputFiles = [] } = await build({ bundle: true, minify: true, format: "esm", logLevel: "error", ...options, write: false });
  return outputFiles.reduce((sum, { contents }) => sum + gzipped(contents), 0);
};

const ofCode = (contents: string): Promise<number> => bytesOf({ stdin: { contents, resolveDir: `${root}dist/` } });

/** Of `import { name }` from a built entry, minified and gzipped. */
export const bundled = (entry: Entry, name: string): Promise<number> =>
  ofCode(`import { ${name} } from "./${entry}"; globalThis.x = ${name};`);

/** Bytes of what README tells. */
export interface Bundles {
  readonly relu: number;
  readonly gelu: number;
  readonly everything: number;
  /** `Sequential` and `Linear` with relu. */
  readonly layers: number;
  readonly allLayers: number;
  /** examples/edge-mlp/ with its kernels, as its script bundles it, without its weights. */
  readonly worker: number;
}

const workerBytes = (): Promise<number> =>
  bytesOf({
    entryPoints: [`${root}examples/edge-mlp/worker.ts`],
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    external: ["*.safetensors"],
    outdir: `${root}build`,
  });

export const bundles = async (): Promise<Bundles> => ({
  relu: await bundled("index.js", "relu"),
  gelu: await bundled("index.js", "gelu"),
  everything: await ofCode('export * from "./index.js";'),
  layers: await ofCode(
    'import { relu } from "./index.js"; import { Linear, Sequential } from "./nn.js"; globalThis.x = { relu, Linear, Sequential };',
  ),
  allLayers: await ofCode('export * from "./nn.js";'),
  worker: await workerBytes(),
});
