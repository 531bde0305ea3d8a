// The suite of vitest.config.ts in real browsers, on the packed entry: what bundlers and pages get.
//
//   npx vitest run --config test/browsers/vitest.config.ts --project chromium
import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { launcher } from "./browsers.js";
import { webkitgtk } from "./provider.js";

const { FC_SEED, FC_RUNS, BROWSER_SUITE } = process.env;
const root = fileURLToPath(new URL("../..", import.meta.url));
const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Checks of arguments, options and files, in plain JavaScript; Node runs them. What kernels compute stays in. */
const plain = ["errors", "seams-options", "parameters", "rowInputs", "nn-losses", "nn-metrics", "nn-module", "nn-safetensors", "reference"];
/** Chromium has Node's engine, which runs all there; what is left is about memory, foreign arrays, loops, and the bits of results. */
const ofPages = ["dense", "gradient", "heap", "heapCalls", "inputs", "loops", "memoryEnd", "nn-golden", "seams-arrays", "seams-kernel"];

/** Of the short suite: which files. */
const short = (name: string): { readonly include?: string[]; readonly exclude: string[] } => {
  const files = (names: readonly string[]): string[] => names.map((file) => `test/${file}.test.ts`);
  if (BROWSER_SUITE !== "short") return { exclude: [] };
  return name === "chromium" ? { include: files(ofPages), exclude: [] } : { exclude: files(plain) };
};

const project = (name: "chromium" | "firefox" | "webkit"): TestProjectInlineConfiguration => ({
  root,
  // WebKit knows no `using` yet.
  oxc: { target: "es2022" },
  resolve: {
    alias: [
      { find: /^.*\/src\/index\.js$/, replacement: path("../../dist/index.js") },
      { find: /^.*\/src\/nn\/index\.js$/, replacement: path("../../dist/nn.js") },
      { find: /^.*\/host\.js$/, replacement: path("host.ts") },
    ],
  },
  // Without these no page has SharedArrayBuffer.
  server: { headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" } },
  test: {
    name,
    include: short(name).include ?? ["test/*.test.ts"],
    // What is about files, processes and their memory.
    exclude: [
      ...short(name).exclude,
      "test/wat.test.ts",
      "test/fallback.test.ts",
      "test/huge.test.ts",
      "test/golden.test.ts",
      "test/results.test.ts",
      "test/truth.test.ts",
      "test/dispose.test.ts",
      "test/seams-engine.test.ts",
      "test/seams-heap.test.ts",
      "test/seams-nested.test.ts",
      "test/seams-trials.test.ts",
      "test/declarations.test.ts",
      "test/edge.test.ts",
      "test/smallModules.test.ts",
      "test/start.test.ts",
      "test/examples.test.ts",
      "test/shuffled.test.ts",
      "test/bench-peers.test.ts",
      "test/bench-noise.test.ts",
      "test/bench-layers.test.ts",
      "test/report.test.ts",
      "test/commands.test.ts",
      "test/claims.test.ts",
      "test/docs.test.ts",
      "test/site-*.test.ts",
      "test/translate.test.ts",
      "test/coefficients.test.ts",
      "test/nn-init.test.ts",
      "test/nn-memory.test.ts",
      "test/nn-inside.test.ts",
    ],
    setupFiles: ["test/support/setup.ts"],
    env: { EXPECTED_BACKEND: "wasm", ...(FC_SEED && { FC_SEED }), ...(FC_RUNS && { FC_RUNS }) },
    testTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: name === "webkit" ? webkitgtk() : playwright({ launchOptions: launcher(name) }),
      instances: [{ browser: name }],
    },
  },
});

export default defineConfig({ test: { projects: [project("chromium"), project("firefox"), project("webkit")] } });
