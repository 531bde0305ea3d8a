// If this fails, a figure in a sentence of README is not what was measured, or nobody knows whether it is.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { claimed, claims, withClaims } from "../scripts/report/claims.js";
import { PICTURES, report } from "../scripts/report/make.js";
import type { Runs } from "../scripts/report/results.js";
import { overviewOf } from "../scripts/report/tables/sizes.js";
import { recordedRuns } from "./support/recordedRuns.js";

const read = (path: string): string => readFileSync(path, "utf8");
const README = "README.md";
/** Without what is line ends in one page and spaces in another. */
const flat = (text: string): string => text.replace(/\s+/g, " ");
const readme = (runs: Runs): string => flat(report(runs, read).get(README) ?? "");

describe("figures in sentences", () => {
  test("are those of the runs, and of the built package", () => {
    const page = readme(recordedRuns);
    expect(page).toContain(
      "On 16,384 float32 in a [heap](#heaps-no-copies), Node 24: relu 0.094 ns an element, where native SSE takes 0.050; sigmoid 1.7, where the best loop of `Math.exp` takes 24. Between ordinary arrays 0.26 and 1.9 ([benchmarks]",
    );
    expect(page).toContain("`import { relu }` is 5.0 kB, `import { gelu }` 9.0, everything 52.1, minified");
    // The full stop behind is the sentence's.
    expect(page).toContain("with relu are 16.4 kB, all of `relu-simd/nn` 56.0. ");
    expect(page).toContain("takes 3.1 times as long as `map`, sigmoid 2.1 times, softmax 1.1 times");
    expect(page).toContain("a Cloudflare Worker of 22.2 kB without");
    expect(flat(report(recordedRuns, read).get("docs/nn.md") ?? "")).toContain("Minified and gzipped it is 22.2 kB without");
  });

  test("are the package's own, where they are of no run", () => {
    const page = readme({});
    expect(page).toContain("synchronous functions: 31 of them");
    expect(page).toContain("is further than 0.84 ULP from");
    expect(page).toContain("sigmoid of −100 is 3.78e−44, not 0");
  });

  test("stay where there is no run, and are written over where there is", () => {
    const page = read(README).replace(/everything [\d.]+, minified/, "everything 99.9, minified");
    expect(withClaims(README, page, {})).toContain("everything 99.9, minified");
    expect(withClaims(README, page, recordedRuns)).toContain("everything 52.1, minified");
  });

  test("of short arrays are those of different arrays, of the least and the greatest function, and of the longest that a loop wins", () => {
    const { sizes } = recordedRuns;
    if (!sizes) throw new Error("no run");
    const times = (median: number) => ({ median, p10: median, p90: median });
    const of = (op: string, length: number, out: number, naive: number, branchless = 2 * out) => ({
      op,
      length,
      same: { out: times(1000), naive: times(1) },
      varied: { out: times(out), naive: times(naive), branchless: times(branchless) },
    });
    const short = [
      of("leakyRelu", 1, 42, 30),
      of("relu", 1, 41.4, 30),
      of("sigmoid", 1, 76.6, 50),
      of("softmax", 1, 118.2, 30),
      of("relu", 4, 43, 35),
      of("sigmoid", 8, 79, 78),
      of("softmax", 16, 500, 30),
      of("sigmoid", 16, 90, 120, 89),
      of("relu", 32, 90, 120, 91),
    ];
    expect(flat(withClaims(README, read(README), { sizes: { ...sizes, short } }))).toContain(
      "a call on a single one takes 41 to 77 ns (softmax 118); up to 8 elements a plain loop can be faster, up to 16 one without branches.",
    );
  });

  test("a sentence that was changed is named", () => {
    const page = read(README).replace("where native SSE takes", "as native SSE takes");
    expect(() => withClaims(README, page, recordedRuns)).toThrow(/README\.md no longer says "On \{\} float32/);
  });

  test("README has no measured figure that is not such a one, or in a table that is made", () => {
    const own = read(README)
      .replace(/^```[\s\S]*?^```/gm, "")
      .replace(/<!-- (\w+): made by[\s\S]*?<!-- \/\1 -->/g, "");
    const prose = claims.filter(({ page }) => page === README).reduce((text, claim) => text.replace(claimed(text, claim), () => ""), own);
    expect(prose.length).toBeLessThan(own.length);
    expect(flat(prose).match(/\S* ?[\d.,]+ ?(?:ns|µs|ms|[kM]B|ULP|bytes?|times|%|×|GFLOPS|GB)(?![\w])/g)).toBeNull();
    expect(flat(prose).match(/\b(?:two|three|four|five|ten|twice|half)\b[ -](?:times|as)/g)).toBeNull();
  });
});

describe("pages", () => {
  test("bars of functions stand in README until there are layers", () => {
    const { layers: _, peers24, ...rest } = recordedRuns;
    const cases = peers24?.cases.filter(({ kind }) => kind !== "layer") ?? [];
    const pictures = (runs: Runs): readonly string[] =>
      [...(report(runs, read).get(README) ?? "").matchAll(/\]\((docs\/pictures\/[^)]+)\)/g)].map(([, path = ""]) =>
        path.slice(PICTURES.length),
      );
    expect(pictures({ ...rest, ...(peers24 && { peers24: { ...peers24, cases } }) })).toEqual([
      "accuracy.svg",
      "throughput.svg",
      "functions.svg",
    ]);
    expect(pictures(recordedRuns)).toEqual(["accuracy.svg", "throughput.svg", "layers.svg"]);
  });

  test("the older Node's tables are folded, and tell what was noisy", () => {
    const page = report(recordedRuns, read).get("docs/benchmarks.md") ?? "";
    const [, folded = ""] = /<details>\n<summary>Beside others, Node 20\.0\.0<\/summary>\n\n([\s\S]*?)\n\n<\/details>/.exec(page) ?? [];
    expect(folded).toContain("| `relu`, 16k |");
    expect(folded).toMatch(/\*\*1 of \d+ cases were measured while the machine was noisy: relu, 64\.\*\*/);
    expect(page.replace(folded, "")).not.toContain("while the machine was noisy: relu, 64");
  });

  test("layers without a run name the command", () => {
    const page = report({}, read).get("docs/nn.md") ?? "";
    expect(page).toContain("`npm run bench:layers` prints the table");
    expect(page).not.toContain("| matrix product");
  });

  test("what is said of relu at all sizes follows from the table, or is not said", () => {
    const { sizes } = recordedRuns;
    if (!sizes) throw new Error("no run");
    const times = (median: number) => ({ median, p10: median, p90: median });
    const roles = { out: times(3), copy: times(1), resident: times(1.5), residentCopy: times(1), branchless: times(1.5) };
    const at = (length: number, change = {}) => ({ length, roles: { ...roles, ...change } });
    const text = overviewOf({ ...sizes, relu: [at(64, { out: times(6) }), at(1024), at(16_384, { out: times(2.5) }), at(1 << 22)] });
    expect(flat(text ?? "")).toContain(
      "a heap takes 1.5 to 1.5 times as long as a copy there. Between ordinary arrays the time is two copies and the kernel: 2.5 to 3.0 times a copy, and 6.0 times at 64 elements, where the best JavaScript takes 25 % of ours.",
    );
    expect(overviewOf({ ...sizes, relu: [at(1024)] })).toBeUndefined();
  });
});
