// What a page loads: the bundle of the least that computes relu, minified and gzipped, and the files that come beside it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { gzipped } from "../../scripts/sizes/gzip.js";
import type { Contender } from "./contenders.js";

export const bundleBytes = async (folder: string, contents: string): Promise<number> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    // For Node alone, and never reached in a page.
    external: ["node:*", "fs", "path", "module", "url", "os", "crypto", "perf_hooks", "worker_threads", "util"],
    write: false,
    outdir: folder,
    logLevel: "silent",
  });
  return outputFiles.reduce((sum, { contents: bytes }) => sum + gzipped(bytes), 0);
};

export const besideBytes = (folder: string, { beside = [] }: Contender): number =>
  beside.reduce((sum, file) => sum + gzipped(readFileSync(join(folder, "node_modules", file))), 0);
