// The pages that every browser has to open, and what is expected of each.
import { activations } from "../support/api.js";
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

const drawn = activations.filter(([, op]) => "derivative" in (op as object)).map(([name]) => name);
/** Of examples/browser/, once it has measured everything: is each activation drawn and timed, and the race run? */
const exampleReport = `
  if (document.querySelector("main").ariaBusy !== "false") return undefined;
  const failures = ${JSON.stringify(drawn)}.flatMap((name) => {
    const figure = document.getElementById(name);
    const lines = [...(figure?.querySelectorAll("path") ?? [])].filter((path) => path.getTotalLength() > 100);
    const isTimed = Number.parseFloat(figure?.querySelector("small")?.textContent) > 0;
    return lines.length === 2 && isTimed ? [] : [name + " is not drawn or not timed"];
  });
  const bars = [...document.querySelectorAll("#bars b")].filter((bar) => Number.parseFloat(bar.textContent) > 0).length;
  if (bars !== 3) failures.push("the race has " + bars + " results");
  return { backend: document.getElementById("backend").textContent, checks: document.querySelectorAll("figure").length, failures };
`;

export const pages: readonly Page[] = [
  ...under.flatMap(([policy, remark, backend]) =>
    contexts.map(([context, path]) => ({ title: context + remark, policy, path, backend, report: "return globalThis.report" })),
  ),
  { title: "examples/browser", policy: "open", path: "examples/browser/", backend: "wasm", report: exampleReport },
];

/** Where compiling is refused the browser says so itself: Firefox as an error of the page, Chromium and WebKit not at all. */
export const isOwnReport = (policy: Policy, complaint: string): boolean =>
  policy === "strict" && /blocked WebAssembly.*script-src/.test(complaint);
