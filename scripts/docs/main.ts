// The pages in docs/activations/ and docs/layers/, and docs/translate.md.
//
//   npm run docs                 makes them anew
//   npm run docs -- --check      fails if they are others, and says which
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { pages } from "./pages.js";

const folder = new URL("../../docs/", import.meta.url);
const FOLDERS = ["activations", "layers"];

const read = (): boolean => {
  try {
    return parseArgs({ options: { check: { type: "boolean", default: false } } }).values.check;
  } catch (error) {
    console.error(`${(error as Error).message}\nusage: npm run docs [-- --check]`);
    process.exit(2);
  }
};

const check = read();
const made = await pages();
const there = FOLDERS.flatMap((name) => {
  const inside = new URL(`${name}/`, folder);
  return existsSync(inside) ? readdirSync(inside).map((file) => `${name}/${file}`) : [];
});
const stray = there.filter((path) => !made.has(path));
const differing = [...made].filter(([path, text]) => {
  const file = new URL(path, folder);
  return !existsSync(file) || readFileSync(file, "utf8") !== text;
});
if (!check) {
  for (const name of FOLDERS) mkdirSync(new URL(`${name}/`, folder), { recursive: true });
  for (const [path, text] of differing) writeFileSync(new URL(path, folder), text);
  for (const path of stray) rmSync(new URL(path, folder));
} else if (differing.length || stray.length) {
  for (const [path] of differing) console.error(`docs/${path} is not what \`npm run docs\` makes.`);
  for (const path of stray) console.error(`docs/${path} is of nothing that is exported.`);
  process.exitCode = 1;
}
