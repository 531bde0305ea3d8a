// The sizes of the modules that were built.
//
//   node scripts/build/sizes.mjs
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import Table from "cli-table3";

const folder = new URL("../../build/", import.meta.url);
const table = new Table({ head: ["module", "raw", "gzip"], colAligns: ["left", "right", "right"], style: { head: [] } });
for (const file of readdirSync(folder).filter((name) => name.endsWith(".wasm"))) {
  const bytes = readFileSync(new URL(file, folder));
  table.push([file, bytes.length, gzipSync(bytes, { level: 9 }).length]);
}
console.log(table.toString());
