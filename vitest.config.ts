// The projects: one suite against both entries, and the types. `npm test` runs them all; `vitest --project unit` is for work.
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** test/*.test.ts against entries: test/support/api.ts and nn.ts, the only ones to import src/index.js and src/nn/index.js, get them. */
const suite = (
  name: string,
  backend: "wasm" | "js",
  entry: string,
  layers: string,
  isolate: boolean,
  exclude: string[],
): TestProjectInlineConfiguration => ({
  resolve: {
    alias: [
      { find: /^.*\/src\/index\.js$/, replacement: path(entry) },
      { find: /^.*\/src\/nn\/index\.js$/, replacement: path(layers) },
    ],
  },
  test: {
    name,
    include: ["test/*.test.ts"],
    exclude,
    isolate,
    setupFiles: ["test/support/setup.ts"],
    env: { EXPECTED_BACKEND: backend },
    // A sweep over a million values takes seconds where other work shares the machine.
    testTimeout: 60_000,
  },
});

export default defineConfig({
  test: {
    // All cores: the process that hands out the files has little to do, and where there are two, one would wait for it.
    maxWorkers: availableParallelism(),
    projects: [
      // A file's own process, as some refuse kernels, which is for good.
      suite("unit", "wasm", "src/index.ts", "src/nn/index.ts", true, []),
      // In one process after the other, a quarter less work: nothing that they have in common changes.
      //
      // Without those that are about WebAssembly: its modules, its memory, the bits and bounds of its float64 kernels; and about no entry.
      suite("js", "js", "dist/js.js", "dist/nn-js.js", false, [
        "test/wat.test.ts",
        "test/huge.test.ts",
        "test/golden.test.ts",
        "test/nn-golden.test.ts",
        "test/nn-inside.test.ts",
        "test/dense.test.ts",
        "test/domainSweeps.test.ts",
        "test/memoryEnd.test.ts",
        "test/seams-engine.test.ts",
        "test/seams-trials.test.ts",
        "test/truth.test.ts",
        "test/coefficients.test.ts",
        "test/interleave.test.ts",
        "test/edge.test.ts",
        "test/smallModules.test.ts",
        "test/start.test.ts",
        "test/examples.test.ts",
        "test/bench-peers.test.ts",
        "test/bench-noise.test.ts",
        "test/bench-layers.test.ts",
        "test/shuffled.test.ts",
        "test/report.test.ts",
        "test/commands.test.ts",
        "test/behind.test.ts",
        "test/claims.test.ts",
        "test/docs.test.ts",
        "test/site-*.test.ts",
      ]),
      {
        test: {
          name: "types",
          include: [],
          typecheck: { enabled: true, only: true, include: ["test/*.test-d.ts"], tsconfig: "tsconfig.check.json" },
        },
      },
    ],
  },
});
