// If this fails, a command does something else than was asked where it does not understand, or does not say what it understands.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";

/** Every script that people run. */
const commands: readonly string[] = [
  "bench/cold/main.ts",
  "bench/kernels.ts",
  "bench/layers/main.ts",
  "bench/lists.ts",
  "bench/main.ts",
  "bench/peers/main.ts",
  "examples/start/main.ts",
  "scripts/build/main.mjs",
  "scripts/build/sizes.mjs",
  "scripts/check-package.mjs",
  "scripts/docs/main.ts",
  "scripts/garbage.ts",
  "scripts/lint-assembly.mjs",
  "scripts/report/look.ts",
  "scripts/report/main.ts",
  "scripts/site/main.ts",
  "scripts/site/picture.ts",
  "scripts/truth/main.ts",
  "test/browsers/main.ts",
  "test/exhaustive/main.ts",
  "test/packed/main.ts",
  "test/site/main.ts",
];

/** Their words are wrong, not their flags: those that judge them by themselves. */
const wrong: readonly (readonly [script: string, args: readonly string[]])[] = [
  ["bench/kernels.ts", ["--type", "f16", "build"]],
  ["examples/start/main.ts", ["a.png", "b.png"]],
  ["scripts/garbage.ts", ["5"]],
  ["scripts/report/look.ts", []],
  ["scripts/truth/main.ts", ["rleu"]],
  ["test/browsers/main.ts", ["lynx"]],
  ["test/exhaustive/main.ts", ["--stride", "0"]],
  ["scripts/site/main.ts", ["--port", "8080"]],
  ["test/packed/main.ts", ["nothing"]],
  ["test/site/main.ts", ["lynx"]],
];

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

const TIMEOUT = 300_000;

/** Below the package, so that its own name and its dependencies are found from there. */
const COMPILED = "build/commands";

/** A module finds its neighbours from where its source is. */
const sourceAddress: Plugin = {
  name: "source address",
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/](?:bench|examples|scripts|src|test)[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: source.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href)), loader: "ts" };
    });
  },
};

// All at once: tsx in each process would take two thirds of the time.
beforeAll(async () => {
  await build({
    entryPoints: commands.filter((script) => script.endsWith(".ts")),
    outdir: COMPILED,
    outbase: ".",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20.19",
    plugins: [sourceAddress],
    logLevel: "warning",
  });
}, TIMEOUT);

const run = (script: string, args: readonly string[]): Promise<Ended> =>
  new Promise((done, refuse) => {
    const file = script.endsWith(".ts") ? `${COMPILED}/${script.replace(/ts$/, "mjs")}` : script;
    const child = spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let [out, errors] = ["", ""];
    child.stdout.on("data", (part) => {
      out += part;
    });
    child.stderr.on("data", (part) => {
      errors += part;
    });
    child.on("error", refuse);
    child.on("close", (code) => done({ code, out, errors }));
  });

/** How a usage begins: as the command is typed. */
const USAGE = /^(?:npm (?:run|start)|npx tsx|node scripts)/m;

describe.concurrent("asked wrongly: usage, and 2", { timeout: TIMEOUT }, () => {
  test.each([...commands.map((script) => [script, ["--hlep"]] as const), ...wrong])("%s %j", async (script, args) => {
    const { code, out, errors } = await run(script, args);
    expect(errors).toMatch(USAGE);
    // One line of why, and no stack.
    expect(errors).not.toMatch(/^ {4}at /m);
    expect(out).toBe("");
    expect(code).toBe(2);
  });
});

describe.concurrent("--help: usage, and 0", { timeout: TIMEOUT }, () => {
  test.each(commands)("%s", async (script) => {
    const { code, out, errors } = await run(script, ["--help"]);
    expect(errors).toBe("");
    expect(out).toMatch(USAGE);
    expect(code).toBe(0);
  });
});

test("no command is missing", () => {
  const sources = ["bench", "examples", "scripts", "test"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
      .filter((path) => /\.m?ts$|\.mjs$/.test(path) && !/\.(?:test|d)\.ts$|node_modules|fixtures/.test(path)),
  );
  const reads = /process\.argv\.slice|runCommand\(|commandLine\(\s*USAGE|optionsOf\(|parseArgs\(/;
  // Where the reading itself is done, or the options of a command above.
  const parts = ["bench/plan.ts", "bench/peers/plan.ts", "bench/usage.ts", "scripts/usage.mjs"];
  expect(sources.filter((path) => reads.test(readFileSync(path, "utf8")) && !parts.includes(path)).sort()).toEqual(commands);
});
