// From what tsc made (code in build/js, declarations in dist) to the package: two entries, the raw modules; then the sizes.
//
// Each entry is one file, because forty take Node 17 ms longer to import; bundlers still drop from it what is not used.
// js.js is the main entry without its WebAssembly: the kernels' bytes are left out and the name WebAssembly with them, so that
// every call takes the way it takes in an engine that has none. One source, no second list of functions.
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import Table from "cli-table3";
import { build } from "esbuild";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const entry = { entryPoints: ["build/js/index.js"], bundle: true, format: "esm", target: "es2022", minifySyntax: true };
const withoutKernels = {
  name: "without-kernels",
  setup: ({ onLoad }) => onLoad({ filter: /build\/js\/kernels\/\w+\.js$/ }, () => ({ contents: 'export default "";' })),
};
await build({ ...entry, outfile: "dist/index.js" });
await build({ ...entry, outfile: "dist/js.js", define: { WebAssembly: "undefined" }, plugins: [withoutKernels] });

mkdirSync("dist/kernels", { recursive: true });
const table = new Table({ head: ["module", "raw", "gzip"], colAligns: ["left", "right", "right"], style: { head: [] } });
for (const file of readdirSync("build").filter((name) => name.endsWith(".wasm"))) {
  copyFileSync(`build/${file}`, `dist/kernels/${file}`);
  const bytes = readFileSync(`build/${file}`);
  table.push([file, bytes.length, gzipSync(bytes, { level: 9 }).length]);
}
console.log(table.toString());
