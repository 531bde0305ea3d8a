// Figures within sentences that people wrote: what each has to be. The sentence stands here too, `{}` for each figure; where a page no longer
// has it, or it says another figure, `npm run report -- --check` fails.
import type { SizesRun } from "../../bench/recorded.js";
import { readResults, ulpIn } from "../../test/exhaustive/results.js";
import { sigmoid } from "../../test/support/api.js";
import { kilobytes } from "../sizes/gzip.js";
import { ops } from "./kinds.js";
import { COMPARED, caseOf, digits, fastest, JAVASCRIPT, OURS, perElement, type Runs, whole } from "./results.js";

export interface Claim {
  readonly page: "README.md" | "docs/nn.md" | "docs/benchmarks.md";
  readonly sentence: string;
  /** undefined where there is no run that says: the figures stay as they are. */
  figures(runs: Runs): readonly string[] | undefined;
}

/** Of all functions and derivatives the greatest, rounded up. */
const greatestError = (): string => (Math.ceil(100 * Math.max(...readResults().map(ulpIn))) / 100).toFixed(2);

/** All, or none where one is missing. */
const all = (...figures: readonly (number | undefined)[]): readonly number[] | undefined =>
  figures.every((figure) => figure !== undefined && Number.isFinite(figure)) ? (figures as readonly number[]) : undefined;

const speeds = ({ peers24: run }: Runs): readonly string[] | undefined => {
  const time = (op: string, peer: string, way: "end to end" | "resident"): number | undefined => {
    const one = caseOf(run, op);
    const row = fastest(one, peer, way);
    return one && row && perElement(one, row);
  };
  const figures = all(
    time("relu", OURS, "resident"),
    time("relu", "native", "resident"),
    time("sigmoid", OURS, "resident"),
    time("sigmoid", JAVASCRIPT, "end to end"),
    time("relu", OURS, "end to end"),
    time("sigmoid", OURS, "end to end"),
  );
  const [node = ""] = /\d+/.exec(run?.machine.runtime ?? "") ?? [];
  return figures && [whole(COMPARED), node, ...figures.map((figure) => digits(figure))];
};

type Short = SizesRun["short"][number];

/** What calls on short arrays cost, and up to where a plain loop is faster: of different arrays in random order. */
const calls = ({ sizes }: Runs): readonly string[] | undefined => {
  const of = (op: string): readonly Short[] => sizes?.short.filter((one) => one.op === op) ?? [];
  const elementwise = ["relu", "leakyRelu", "sigmoid"].flatMap(of);
  const cost = ({ varied }: Short): number => varied["out"]?.median ?? Number.NaN;
  const ones = elementwise.filter(({ length }) => length === 1).map(cost);
  const ahead = (loop: string): number =>
    Math.max(...elementwise.filter((one) => (one.varied[loop]?.median ?? Number.NaN) < cost(one)).map(({ length }) => length));
  const row = of("softmax").find(({ length }) => length === 1);
  const figures =
    ones.length && row ? all(Math.min(...ones), Math.max(...ones), cost(row), ahead("naive"), ahead("branchless")) : undefined;
  return figures?.map(whole);
};

const lists = ({ lists: run }: Runs): readonly string[] | undefined => {
  const ratio = (op: string): number | undefined => run?.ratios[op]?.["1000"];
  return all(ratio("relu"), ratio("sigmoid"), ratio("softmax"))?.map((figure) => digits(figure));
};

const sizes =
  (...names: readonly (keyof NonNullable<Runs["bundles"]>)[]) =>
  ({ bundles }: Runs): readonly string[] | undefined =>
    bundles && names.map((name) => kilobytes(bundles[name]));

export const claims: readonly Claim[] = [
  { page: "README.md", sentence: "behind plain, synchronous functions: {} of them", figures: () => [`${ops.size}`] },
  {
    page: "README.md",
    sentence: "no element-wise function or derivative, at its default parameters, is further than {} ULP from the exact value",
    figures: () => [greatestError()],
  },
  {
    page: "README.md",
    sentence: "sigmoid of −100 is {}, not 0",
    figures: () => [(sigmoid(Float32Array.of(-100))[0] as number).toPrecision(3).replace("-", "−")],
  },
  {
    page: "README.md",
    sentence:
      "On {} float32 in a [heap](#heaps-no-copies), Node {}: relu {} ns an element, where native SSE takes {}; sigmoid {}, where the best loop of `Math.exp` takes {}. Between ordinary arrays {} and {} ([benchmarks]",
    figures: speeds,
  },
  {
    page: "README.md",
    sentence: "`import { relu }` is {} kB, `import { gelu }` {}, everything {}, minified and gzipped",
    figures: sizes("relu", "gelu", "everything"),
  },
  {
    page: "README.md",
    sentence: "`Sequential` and `Linear` with relu are {} kB, all of `relu-simd/nn` {}.",
    figures: sizes("layers", "allLayers"),
  },
  {
    page: "README.md",
    sentence: "relu of 1,000 numbers takes {} times as long as `map`, sigmoid {} times, softmax {} times",
    figures: lists,
  },
  {
    page: "README.md",
    sentence:
      "a call on a single one takes {} to {} ns (softmax {}); up to {} elements a plain loop can be faster, up to {} one without branches",
    figures: calls,
  },
  { page: "README.md", sentence: "training to a Cloudflare Worker of {} kB without its weights", figures: sizes("worker") },
  { page: "docs/nn.md", sentence: "Minified and gzipped it is {} kB without the weights", figures: sizes("worker") },
];

/** 7, 16,384, 0.10, 3.78e−44: a full stop behind it is the sentence's. */
const FIGURE = "(\\d(?:[\\d.,e−]*\\d)?)";

/** Any run of spaces and line ends for a space, and what stands for each figure. */
const patternOf = ({ sentence }: Claim): RegExp =>
  new RegExp(
    sentence
      .split("{}")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/ /g, "\\s+"))
      .map((part) => `(${part})`)
      .join(FIGURE),
  );

/** A sentence with its figures, as it stands in a page. */
export const claimed = (text: string, claim: Claim): string => {
  const [found] = patternOf(claim).exec(text) ?? [];
  if (found === undefined) throw new Error(`${claim.page} no longer says "${claim.sentence}": scripts/report/claims.ts has what it should`);
  return found;
};

/** The page with the figures that its sentences should have. */
export const withClaims = (path: string, page: string, runs: Runs): string =>
  claims
    .filter((claim) => claim.page === path)
    .reduce((text, claim) => {
      const before = claimed(text, claim);
      const figures = claim.figures(runs);
      if (!figures) return text;
      // The parts of the sentence stand at odd places, figures between them.
      const [, ...parts] = patternOf(claim).exec(before) ?? [];
      const after = parts.map((part, i) => (i % 2 ? (figures[(i - 1) / 2] as string) : part)).join("");
      return text.replace(before, () => after);
    }, page);
