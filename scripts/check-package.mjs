// The packed tarball, as a user gets it: nothing in it but what package.json's `files` names, no link to what is not in it (but pictures), and in an
// empty folder it installs, imports and computes, by import, by require and without WebAssembly.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { optionsOf } from "./usage.mjs";

optionsOf("node scripts/check-package.mjs\n");
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "relu-simd-"));
const run = (command, args, cwd) => execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

/** The relative links of a Markdown text, without what follows "#". */
const linksOf = (text) =>
  Array.from(
    text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/\]\(([^)\s#]+)[^)]*\)|\b(?:src|href)="([^"#]+)/g),
    ([, link, attribute]) => link ?? attribute,
  ).filter((link) => !/^[a-z]+:/.test(link));

try {
  const [{ filename, files, size }] = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root));
  const { files: allowed } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const always = ["package.json", "README.md", "LICENSE"];
  const stray = files
    .map(({ path }) => path)
    .filter((path) => ![...always, ...allowed].some((name) => path === name || path.startsWith(`${name}/`)));
  if (stray.length) throw new Error(`the tarball holds ${stray.join(", ")}`);

  const packed = new Set(files.map(({ path }) => path));
  const dead = Array.from(packed)
    .filter((path) => path.endsWith(".md"))
    .flatMap((path) => linksOf(readFileSync(join(root, path), "utf8")).map((link) => ({ path, link })))
    .map(({ path, link }) => ({ path, link, to: posix.join(posix.dirname(path), link) }))
    // Pictures are left in the repository.
    .filter(({ to }) => !packed.has(to) && !to.startsWith("docs/pictures/"));
  if (dead.length) throw new Error(`not in the tarball: ${dead.map(({ path, link }) => `${link}, linked from ${path}`).join("; ")}`);

  writeFileSync(join(folder, "package.json"), '{ "name": "empty", "private": true }');
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", `./${filename}`], folder);
  const checks = {
    "import.mjs": 'import { backend, relu } from "relu-simd"; console.log(backend, ...relu(new Float32Array([-1, 2])));',
    "require.cjs": 'const { backend, relu } = require("relu-simd"); console.log(backend, ...relu(new Float32Array([-1, 2])));',
    "require-js.cjs": 'const { backend, relu } = require("relu-simd/js"); console.log(backend, ...relu(new Float32Array([-1, 2])));',
    "js.mjs": 'import { backend, relu } from "relu-simd/js"; console.log(backend, ...relu(new Float32Array([-1, 2])));',
    "kernel.mjs":
      'import { readFileSync } from "node:fs"; import { createRequire } from "node:module"; const file = createRequire(import.meta.url).resolve("relu-simd/kernels/relu.wasm"); new WebAssembly.Module(readFileSync(file)); console.log("wasm 0 2");',
  };
  for (const [name, source] of Object.entries(checks)) {
    writeFileSync(join(folder, name), source);
    // Node would take the ES module for `require` too.
    const flags = ["--no-warnings", ...(name.endsWith(".cjs") ? ["--no-experimental-require-module"] : [])];
    const got = run(process.execPath, [...flags, name], folder).trim();
    const expected = /\bjs\./.test(name) ? "js 0 2" : "wasm 0 2";
    if (got !== expected) throw new Error(`${name} printed "${got}", expected "${expected}"`);
  }
  console.log(`${filename}: ${size} bytes packed, ${files.length} files; imports, requires, runs without WebAssembly`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
