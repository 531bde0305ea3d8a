// What tsc leaves to do for the package in dist/: the plain-JavaScript entry and the raw modules; then the sizes.
//
// js.js is the main entry bundled without its WebAssembly: the kernels' bytes are left out and the name WebAssembly with
// them, so that every call takes the way it takes in an engine that has none. One source, no second list of functions.
import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import Table from "cli-table3";
import { build } from "esbuild";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const withoutKernels = {
  name: "without-kernels",
  setup: ({ onLoad }) => onLoad({ filter: /dist\/kernels\/\w+\.js$/ }, () => ({ contents: 'export default "";' })),
};
await build({
  entryPoints: ["dist/index.js"],
  outfile: "dist/js.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  minifySyntax: true,
  define: { WebAssembly: "undefined" },
  plugins: [withoutKernels],
});

const table = new Table({ head: ["module", "raw", "gzip"], colAligns: ["left", "right", "right"], style: { head: [] } });
for (const file of readdirSync("build").filter((name) => name.endsWith(".wasm"))) {
  copyFileSync(`build/${file}`, `dist/kernels/${file}`);
  const bytes = readFileSync(`build/${file}`);
  table.push([file, bytes.length, gzipSync(bytes, { level: 9 }).length]);
}
console.log(table.toString());
