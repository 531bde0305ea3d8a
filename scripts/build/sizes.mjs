// The sizes of the modules that were built.
import { readdirSync, readFileSync } from "node:fs";
import Table from "cli-table3";
import { gzip } from "pako";
import { optionsOf } from "../usage.mjs";

optionsOf("node scripts/build/sizes.mjs\n");

const folder = new URL("../../build/", import.meta.url);
const table = new Table({ head: ["module", "raw", "gzip"], colAligns: ["left", "right", "right"], style: { head: [] } });
for (const file of readdirSync(folder).filter((name) => name.endsWith(".wasm"))) {
  const bytes = readFileSync(new URL(file, folder));
  table.push([file, bytes.length, gzip(bytes, { level: 9 }).length]);
}
console.log(table.toString());
