// The pages that every browser has to open, and what is expected of each.
import type { Policy } from "./site.js";

export interface Page {
  readonly title: string;
  readonly policy: Policy;
  readonly path: string;
  readonly backend: "wasm" | "js";
  /** The body of a function that gives the page's report, once it is there: report.ts. */
  readonly report: string;
}

const contexts = [
  ["page", "checks/"],
  ["module worker", "checks/?worker"],
] as const;
const under = [
  ["open", "", "wasm"],
  ["wasm-unsafe-eval", ", CSP with wasm-unsafe-eval", "wasm"],
  ["strict", ", CSP without it", "js"],
] as const;

export const pages: readonly Page[] = under.flatMap(([policy, remark, backend]) =>
  contexts.map(([context, path]) => ({ title: context + remark, policy, path, backend, report: "return globalThis.report" })),
);

/** Where compiling is refused the browser says so itself: Firefox as an error of the page, Chromium and WebKit not at all. */
export const isOwnReport = (policy: Policy, complaint: string): boolean =>
  policy === "strict" && /blocked WebAssembly.*script-src/.test(complaint);
