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

/** Memory, foreign arrays, loops, and the bits of results. */
const ofPages = ["dense", "gradient", "heap", "heapCalls", "inputs", "loops", "memoryEnd", "nn-golden", "seams-arrays", "seams-kernel"];
/** What an engine may compute in another way than Node's, which Chromium's is; the pages compare the bits of all kernels. */
const ofEngines = ["gated", "parameterGradient", "rowProperties", "shortArrays", "nn-vectors"];

/** The files of the short suite; all others run in Node. */
const short = (name: string): readonly string[] =>
  (name === "chromium" ? ofPages : [...ofPages, ...ofEngines]).map((file) => `test/${file}.test.ts`);

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
    include: BROWSER_SUITE === "short" ? [...short(name)] : ["test/*.test.ts"],
    // What is about files, processes and their memory.
    exclude: [
      "test/wat.test.ts",
      "test/fallback.test.ts",
      "test/huge.test.ts",
      "test/golden.test.ts",
      "test/fold.test.ts",
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
      "test/behind.test.ts",
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
