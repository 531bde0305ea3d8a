// What runs leave in bench/results/, and what README, pages and pictures are made of (npm run report). Times in nanoseconds a call.

/** Where figures come from: without it they mean nothing. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly platform: string;
  /** "Node 24.21.0" */
  readonly runtime: string;
  readonly engine: string;
  readonly flags: readonly string[];
  readonly package: string;
  readonly commit?: string | undefined;
  readonly date: string;
  /** Processes that wanted to run, as the system counts them over a minute, before and after. */
  readonly load: readonly [before: number, after: number];
}

export interface Run {
  readonly command: string;
  readonly machine: Machine;
}

export interface Times {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
}

/** What the machine can do at most. */
export interface Limits {
  /** Products and sums in registers. */
  readonly gflops: number;
  /** Reading 256 KiB again and again, and 32 MiB. GB/s. */
  readonly cached: number;
  readonly memory: number;
}

/** From and to ordinary arrays; or where the contender wants its data, results included. */
export type Way = "end to end" | "resident";

/** A contender at a case. */
export interface Row {
  /** "relu-simd", "JavaScript", "native", "copy", or the package's name. */
  readonly peer: string;
  /** "branchless", "with out", "wasm, XNNPACK", … where a peer comes in several forms. */
  readonly form?: string | undefined;
  readonly way: Way;
  readonly times?: Times | undefined;
  /** Greatest error: ULP for activations; for layers the share of (K + 4) · 2⁻²⁴ · Σ|terms|, carried through. */
  readonly error?: number | undefined;
  /** Of activations: the greatest error within [−20, 20], without the tails. */
  readonly near?: number | undefined;
  /** Special values that came out wrong: "−NaN → 0", "−∞ → NaN", "tail → 0". */
  readonly faults: readonly string[];
  /** Why there are no times: "no such function", "does not start in Bun: …". */
  readonly why?: string | undefined;
}

export interface PeerCase {
  /** "relu, 16k", "softmax of 64 columns, 16k", "Linear 256→256, 64 rows" */
  readonly name: string;
  readonly kind: "value" | "gradient" | "layer";
  /** The activation's name, or the layer's case. */
  readonly op: string;
  /** Elements; 0 for layers. */
  readonly length: number;
  readonly cols?: number | undefined;
  /** Operations that no way of computing it saves; for layers. */
  readonly flops?: number | undefined;
  readonly rows: readonly Row[];
}

/** bench/results/peers-<runtime>.json */
export interface PeersRun extends Run {
  readonly peers: Readonly<Record<string, string>>;
  readonly limits: readonly [before: Limits, after: Limits];
  /** Did the two differ by more than a tenth, or was another process at work? */
  readonly isNoisy: boolean;
  /** Names of cases during which others were at work or the machine was slower, when they were repeated too. Runs of before it was judged have none. */
  readonly noisy?: readonly string[] | undefined;
  readonly cases: readonly PeerCase[];
}

/** bench/results/activations.json: 16k float32, random signs. Nanoseconds an element. */
export interface ActivationsRun extends Run {
  readonly length: number;
  readonly ops: Readonly<Record<string, { readonly heap: Times; readonly out: Times; readonly js: Times }>>;
}

/** bench/results/sizes.json: relu at every size, in nanoseconds an element, by role; and short arrays, nanoseconds a call. */
export interface SizesRun extends Run {
  readonly relu: readonly { readonly length: number; readonly roles: Readonly<Record<string, Times>> }[];
  /** `same`: one array again and again; `varied`: 4,096 different x and out in random order. */
  readonly short: readonly {
    readonly op: string;
    readonly length: number;
    readonly same: Readonly<Record<string, Times>>;
    readonly varied: Readonly<Record<string, Times>>;
  }[];
}

/** bench/results/layers.json: beside what the machine can do, in one run. */
export interface LayersRun extends Run {
  readonly limits: Limits;
  readonly rows: readonly { readonly name: string; readonly times: Times; readonly gflops?: number; readonly share?: number }[];
}

/** bench/results/cold.json */
export interface ColdRun extends Run {
  readonly rows: readonly {
    readonly peer: string;
    readonly version: string;
    /** Milliseconds from import to the first result in a fresh process, less those of an empty package. */
    readonly start?: Times | undefined;
    /** Bytes. */
    readonly install: number;
    /** Minified and gzipped: `import { relu }` or the least that does the same; and the files that come beside it. */
    readonly bundle?: number | undefined;
    readonly beside?: number | undefined;
    readonly why?: string | undefined;
  }[];
}

/** bench/results/lists.json: arrays of numbers, times as shares of `map`'s, by length. */
export interface ListsRun extends Run {
  readonly ratios: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
