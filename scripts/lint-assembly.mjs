// Lint over assembly/: what nobody uses, long lines and long files.
//
// Biome's parser refuses decorators on functions (`@inline function`), so it gets a copy without them, line by line the same. Of
// its rules those run that are about names: == and casts mean other things in AssemblyScript than in TypeScript, and methods
// that implement an interface need not use all that they are given.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { optionsOf } from "./usage.mjs";

optionsOf("node scripts/lint-assembly.mjs\n");
process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const RULES = ["noUnusedImports", "noUnusedVariables", "noUnreachable"].map((rule) => `correctness/${rule}`);
const WIDTH = 160;
const LENGTH = 300;

const files = readdirSync("assembly", { recursive: true })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({ name, text: readFileSync(`assembly/${name}`, "utf8") }));
const complaints = [];

for (const { name, text } of files) {
  const lines = text.split("\n");
  if (lines.length > LENGTH) complaints.push(`assembly/${name}: ${lines.length} lines, ${LENGTH} at most`);
  for (const [i, line] of lines.entries())
    if (line.length > WIDTH) complaints.push(`assembly/${name}:${i + 1}: ${line.length} characters, ${WIDTH} at most`);
  // Exports of ops and of kernels are for the build, all others for files beside them.
  if (/^(ops|nn\/kernels)\//.test(name) || /implements .*\b(Pass|StatePass|Product|RowsCopy)\b/.test(text)) continue;
  for (const [, exported] of text.matchAll(/export (?:function|class|interface|const) (\w+)/g))
    if (!files.some((other) => other.name !== name && new RegExp(`\\b${exported}\\b`).test(other.text)) && !isLoop(exported))
      complaints.push(`assembly/${name}: nobody uses ${exported}`);
}

/** Does the build write calls of it? */
function isLoop(name) {
  return new RegExp(`\\b${name}<|"${name}"`).test(readFileSync("scripts/build/exports.mjs", "utf8"));
}

const copy = mkdtempSync(join(tmpdir(), "assembly-"));
try {
  for (const { name, text } of files) {
    mkdirSync(dirname(join(copy, name)), { recursive: true });
    writeFileSync(join(copy, name), text.replace(/^@inline /gm, ""));
  }
  const biome = fileURLToPath(import.meta.resolve("@biomejs/biome/bin/biome"));
  const only = RULES.map((rule) => `--only=${rule}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, "lint", "--error-on-warnings", ...only, "."], {
    cwd: copy,
    encoding: "utf8",
  });
  if (status) complaints.push(`${stdout}${stderr}`);
} finally {
  rmSync(copy, { recursive: true });
}

if (complaints.length) {
  console.error(complaints.join("\n"));
  process.exit(1);
}
