// All that the package has to work in. A fixture is a folder of fixtures/; a row of the table is one thing done with it.
import type { Place } from "./extension.js";
import type { Runtime } from "./runtimes.js";

export type Backend = "wasm" | "js";

export interface Row {
  readonly name: string;
  /** Whose version the table shows: a runtime or a package of the fixture. */
  readonly of: string;
  /** What the package has to run on there. None: the row is a check, and passes with exit code 0. */
  readonly backend?: Backend;
  /** An npm script of the fixture; the last line that it prints is the result … */
  readonly script?: string;
  /** … or a path that the build serves, read as it is or as a page in Chromium. */
  readonly path?: string;
  readonly page?: boolean;
  /** … or a place in the browser extension that the build's folder holds. */
  readonly place?: Place;
  /** What the script prints, where it is an example with numbers of its own. */
  readonly prints?: string;
  /** Prints the milliseconds from import to first result, where the package is not bundled. */
  readonly first?: string;
  /** Files of the build that are measured, and searched for kernels that the example does not use: all, if it runs in JavaScript. */
  readonly output?: RegExp;
  /** The kernels that it does use, where they are not that of relu alone; and how many bytes it may have, gzipped. */
  readonly kernels?: readonly string[];
  readonly most?: number;
  /** There the kernels have to be files, compiled before they are deployed. */
  readonly isPrecompiled?: boolean;
  /** Instead of the fixture's. */
  readonly runtime?: Runtime;
}

export interface Build {
  readonly rows: readonly Row[];
  /** An npm script. */
  readonly script?: string;
  /** A folder of files to serve; */
  readonly folder?: string;
  /** or an npm script that listens at $PORT, a variable of its environment. */
  readonly server?: string;
}

export interface Fixture {
  readonly folder: string;
  /** Where a folder is of several fixtures: which of them; and what it has installed beside what its package.json names. */
  readonly variant?: string;
  /** A folder of the repository that the fixture is laid over. */
  readonly sources?: string;
  readonly packages?: readonly string[];
  /** Runs its scripts. Default: the Node that runs this. */
  readonly runtime?: Runtime;
  /** What it imports, if not relu-simd and relu-simd/nn. */
  readonly entry?: string;
  readonly layers?: string;
  /** Takes a minute and more, so it begins before the others. */
  readonly isLong?: boolean;
  readonly builds: readonly Build[];
}

const oldest = ["node 20.19", "node 22.12"] as const;
const nodes = ["node 20", "node 22", "node 24", "node 26"] as const;
const script = (name: string, of: string, script: string, backend?: Backend): Row => ({ name, of, script, ...(backend && { backend }) });

/** A bundler whose production output a page loads. */
const bundler = (folder: string, of: string, served: string, runtime?: Runtime, more: readonly Build[] = []): Fixture => ({
  folder,
  ...(runtime && { runtime }),
  builds: [
    {
      script: "build",
      folder: served,
      rows: [{ name: `${folder}${more.length ? " build" : ""}`, of, backend: "wasm", path: "/", page: true, output: /^dist\/.*\.js$/ }],
    },
    ...more,
  ],
});

/** Jest, in a project of each kind that its guide describes, with nothing configured that is not configured there. */
const jest = (version: string, packages: readonly string[]): Fixture => ({
  folder: "jest",
  variant: version,
  isLong: true,
  packages,
  builds: [
    {
      rows: ["node", "jsdom"].flatMap((environment) => [
        script(`jest ${version}, ${environment}`, "jest", `plain ${environment}`, "wasm"),
        script(`jest ${version}, ${environment}, babel`, "jest", `babel ${environment}`, "wasm"),
        script(`jest ${version}, ${environment}, ts-jest`, "jest", `ts ${environment}`),
      ]),
    },
  ],
});

const next = (builder: string, script: string): Build => ({
  script,
  server: "start",
  rows: [
    { name: `next ${builder}, client`, of: "next", backend: "wasm", path: "/", page: true, output: /^\.next\/static\/chunks\/.*\.js$/ },
    { name: `next ${builder}, static page`, of: "next", backend: "wasm", path: "/server", page: true },
    { name: `next ${builder}, node route`, of: "next", backend: "wasm", path: "/node" },
    {
      name: `next ${builder}, edge route`,
      of: "next",
      backend: "wasm",
      path: "/edge",
      // Served from here, bytes would be compiled too; deployed, they are refused.
      output: /^\.next\/server\/(edge|edge-chunks|app\/edge)\/.*\.(js|wasm)$/,
      isPrecompiled: true,
    },
    { name: `next ${builder}, middleware`, of: "next", backend: "wasm", path: "/middleware" },
  ],
});

/** An extension of Manifest V3, by what its manifest says of the policy of its pages. */
const extension = (policy: string, backends: Readonly<Record<Place, Backend>>): Build => ({
  script: policy,
  folder: "dist",
  rows: (Object.keys(backends) as Place[]).map((place) => ({
    name: `extension, policy ${policy}, ${place}`,
    of: "esbuild",
    backend: backends[place],
    place,
  })),
});

/** How rows begin that a short run leaves out: a fifth of the work, for what rows beside them show nearly as well. */
export const leftOut: readonly string[] = ["jest 29", "next webpack", "typescript 5.9"];

export const fixtures: readonly Fixture[] = [
  {
    folder: "node",
    builds: [
      {
        rows: [
          ...[...oldest, ...nodes].flatMap((runtime): Row[] => [
            { name: `${runtime} import`, of: runtime, runtime, backend: "wasm", script: "import", first: "node smoke/first.mjs" },
            { name: `${runtime} require`, of: runtime, runtime, backend: "wasm", script: "require", first: "node smoke/first.cjs" },
            // As in AWS Lambda.
            { name: `${runtime} without require(esm)`, of: runtime, runtime, backend: "wasm", script: "no-require-esm" },
            // Where Node can, it takes the ES module for both; otherwise the arrays of one copy's heap are ordinary ones to the other.
            { name: `${runtime} one copy`, of: runtime, runtime, script: "one-copy", prints: "[true,0,2,0,2,0,2]" },
            { name: `${runtime} two copies`, of: runtime, runtime, script: "two-copies", prints: "[false,0,2,0,2,0,2]" },
          ]),
          ...nodes.map((runtime): Row => ({ name: `${runtime} worker_threads`, of: runtime, runtime, backend: "wasm", script: "worker" })),
          ...nodes.flatMap((runtime): Row[] => [
            { name: `${runtime} without SIMD`, of: runtime, runtime, backend: "js", script: "no-simd" },
            { name: `${runtime} without WebAssembly`, of: runtime, runtime, backend: "js", script: "no-wasm" },
          ]),
        ],
      },
    ],
  },
  {
    folder: "js",
    entry: "relu-simd/js",
    layers: "relu-simd/nn/js",
    builds: [{ rows: [script("relu-simd/js", "relu-simd", "start", "js")] }],
  },
  { folder: "bun", runtime: "bun", builds: [{ rows: [{ ...script("bun", "bun", "start", "wasm"), first: "bun smoke/first.mjs" }] }] },
  {
    folder: "deno",
    runtime: "deno",
    builds: [
      {
        rows: [
          {
            ...script("deno, no permissions", "deno", "start", "wasm"),
            first: "deno run --node-modules-dir=manual --no-prompt smoke/first.mjs",
          },
        ],
      },
    ],
  },
  {
    folder: "cloudflare",
    runtime: "node 24",
    builds: [
      {
        script: "build",
        rows: [
          // nodejs_compat is on by default from 2026-08-04 on.
          ...["2023-03-01", "2024-09-23", "2026-08-03", "2026-08-04", "2026-11-17"].map((date) => ({
            ...script(`workerd as of ${date}`, "workerd", `workerd ${date}`, "wasm"),
            output: /^dist\/.*\.(js|wasm)$/,
            isPrecompiled: true,
          })),
        ],
      },
      { server: "dev --port $PORT", rows: [{ name: "wrangler dev", of: "wrangler", backend: "wasm", path: "/" }] },
      // What the condition is for: bytes are refused, at this date even before the first request.
      { script: "build:no-condition", rows: [script("workerd without its condition", "workerd", "workerd 2023-03-01", "js")] },
    ],
  },
  {
    // Trained, built, served by workerd and asked, in one script.
    folder: "edge-mlp",
    sources: "examples/edge-mlp",
    runtime: "node 24",
    builds: [
      {
        rows: [
          {
            ...script("a classifier, trained and served by workerd", "workerd", "test"),
            output: /^dist\/.*\.(js|wasm)$/,
            isPrecompiled: true,
            kernels: ["matmul", "relu", "softmax"],
            most: 40_000,
          },
        ],
      },
    ],
  },
  { folder: "next", isLong: true, builds: [next("turbopack", "build"), next("webpack", "build:webpack")] },
  bundler("vite", "vite", "dist", undefined, [
    // Its cache anew: the smoke test imports more than the example did, which Vite would find at the first request only. It then optimizes
    // again, answers 504 for what it had promised, and reloads the page; a busy machine saw the 504.
    { server: "dev --force --port $PORT", rows: [{ name: "vite dev", of: "vite", backend: "wasm", path: "/", page: true }] },
  ]),
  ...["webpack", "rollup", "rolldown", "esbuild"].map((name) => bundler(name, name, ".")),
  // Knows no `exports` and no syntax after ES2019.
  bundler("webpack4", "webpack", "."),
  bundler("rspack", "@rspack/core", "."),
  bundler("parcel", "parcel", "dist"),
  bundler("bun-build", "bun", ".", "bun"),
  {
    folder: "extension",
    builds: [
      extension("default", { worker: "js", popup: "js", "content script": "wasm", "content script, strict page": "js" }),
      extension("wasm", { worker: "wasm", popup: "wasm", "content script": "wasm", "content script, strict page": "js" }),
    ],
  },
  {
    folder: "react-native",
    builds: [
      {
        script: "build",
        rows: [{ ...script("react-native: metro, hermes", "hermes-engine-cli", "hermes", "js"), output: /^dist\/index\.js$/ }],
      },
    ],
  },
  {
    folder: "esbuild-node",
    builds: [
      {
        script: "build",
        rows: [
          { ...script("esbuild for Node, esm", "esbuild", "esm", "wasm"), output: /^dist\/index\.mjs$/ },
          { ...script("esbuild for Node, cjs", "esbuild", "cjs", "wasm"), output: /^dist\/index\.cjs$/ },
        ],
      },
    ],
  },
  {
    folder: "kernels",
    builds: [
      {
        rows: [
          {
            ...script("kernels in a memory of yours", "relu-simd", "memory"),
            prints: "[[-3,-1,1,3],[-0.75,-0.5,0.5,0.75],[0,0,0.5,0.75],[0,0,0.25,0.0625]]",
          },
          {
            ...script("one heap, several activations", "relu-simd", "heap"),
            prints: "[[-3,-1,1,3],[-0.75,-0.5,0.5,0.75],[0,0,0.5,0.75],[0,0,0.25,0.0625],[-0.375,-0.25,0.5,0.75]]",
          },
          script("types of the kernels", "typescript", "types"),
        ],
      },
    ],
  },
  jest("30", ["jest@30.5.2", "jest-environment-jsdom@30.5.2"]),
  jest("29", ["jest@29.7.0", "jest-environment-jsdom@29.7.0"]),
  {
    folder: "typescript",
    builds: [
      {
        rows: ["5.7", "5.9", "7.0"].flatMap((version) => {
          const of = version === "7.0" ? "typescript" : `typescript-${version}`;
          // Before 5.8 no module kind lets CommonJS require a module.
          const kinds = ["node16", "bundler", "no-dom", ...(version === "5.7" ? [] : ["require"])];
          return [
            ...kinds.map((kind) => script(`typescript ${version}, ${kind}`, of, `${version} tsconfig.${kind}.json`)),
            { ...script(`typescript ${version}, CommonJS`, of, `${version}:commonjs`), prints: '["wasm","js",0,2,0,4,0,-0.01]' },
          ];
        }),
      },
    ],
  },
  {
    // attw's profile node16: before `exports` were known (TypeScript's "node10") there was no way to have relu-simd/js.
    folder: "publish",
    builds: [{ rows: [script("publint --strict", "publint", "publint"), script("attw --pack", "@arethetypeswrong/cli", "attw")] }],
  },
];
