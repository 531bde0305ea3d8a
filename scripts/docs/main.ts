// The pages in docs/activations/ and docs/layers/, and docs/translate.md. See USAGE.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { commandLine, runCommand } from "../../bench/usage.js";

const folder = new URL("../../docs/", import.meta.url);
const FOLDERS = ["activations", "layers"];

const USAGE = `npm run docs [-- --check]

Writes the pages in docs/activations/ and docs/layers/, and docs/translate.md.

  --check   writes nothing; fails if they are others, and says which
`;

const main = async (): Promise<void> => {
  const { values } = commandLine(USAGE, { check: { type: "boolean", default: false } });
  // Not before: it reads all sources, and a wrong option should not take seconds to say so.
  const { pages } = await import("./pages.js");
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
  if (!values.check) {
    for (const name of FOLDERS) mkdirSync(new URL(`${name}/`, folder), { recursive: true });
    for (const [path, text] of differing) writeFileSync(new URL(path, folder), text);
    for (const path of stray) rmSync(new URL(path, folder));
  } else if (differing.length || stray.length) {
    for (const [path] of differing) console.error(`docs/${path} is not what \`npm run docs\` makes.`);
    for (const path of stray) console.error(`docs/${path} is of nothing that is exported.`);
    process.exitCode = 1;
  }
};

await runCommand(USAGE, main);
