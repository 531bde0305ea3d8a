// build/site/tfjs/: the bundle, and the .wasm files beside it. The packages are installed first where they are missing.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const own = fileURLToPath(new URL(".", import.meta.url));
/** With threads there is a third, which is never loaded. */
const wasm = ["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"];

export default async (site: string): Promise<void> => {
  if (!existsSync(join(own, "node_modules"))) execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: own });
  const target = join(site, "tfjs");
  mkdirSync(target, { recursive: true });
  await build({
    entryPoints: { tfjs: join(own, "main.ts") },
    outdir: target,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    logLevel: "error",
  });
  for (const file of wasm) copyFileSync(join(own, "node_modules/@tensorflow/tfjs-backend-wasm/dist", file), join(target, file));
};
