// The explorer shows what the package computes in Node.
import { strict as assert } from "node:assert";
import * as library from "relu-simd";
import { figure } from "../../../site/shared/dom.js";
import { type Check, settled, silentSoFar } from "../check.js";

type Numbers = Float32Array<ArrayBuffer>;
type Call = ((...given: readonly unknown[]) => Numbers) & { readonly derivative: (...given: readonly unknown[]) => Numbers };

interface Shown {
  readonly f: string;
  readonly x: number;
  /** Operands behind x. */
  readonly given: readonly unknown[];
  readonly query: string;
}

const points = [-2.5, 0, 0.3];
const shown: readonly Shown[] = [
  ...["relu", "sigmoid", "gelu", "elu", "hardswish"].flatMap((f) => points.map((x) => ({ f, x, given: [], query: "" }))),
  { f: "leakyRelu", x: -3, given: [{ negativeSlope: 0.2 }], query: "&negativeSlope=0.2" },
  { f: "silu", x: -1.5, given: [{ beta: 2 }], query: "&beta=2" },
  { f: "celu", x: -1.5, given: [{ alpha: 0.5 }], query: "&alpha=0.5" },
];

export const explorer: readonly Check[] = [
  {
    title: "explorer shows the package's numbers",
    run: async (visitor, isShort) => {
      // One point of each in the short run.
      const asked = shown.filter(({ f }, i) => !isShort || shown.findIndex((other) => other.f === f) === i);
      for (const { f, x, given, query } of asked) {
        await visitor.open(`functions.html?f=${f}&x=${x}${query}`);
        await settled(visitor);
        const read = (key: string): string => `document.querySelector('[data-function="${f}"][data-reading="${key}"]')?.textContent`;
        await visitor.until(`return ${read("value")}`);
        const call = (library as unknown as Readonly<Record<string, Call>>)[f] as Call;
        const at = Float32Array.of(x);
        const expected = { value: call(at, ...given)[0] ?? Number.NaN, slope: call.derivative(at, ...given)[0] ?? Number.NaN };
        for (const [key, value] of Object.entries(expected)) {
          const text = String(await visitor.ask(`return ${read(key)}`));
          assert.equal(text, figure(value, 8), `${key} of ${f} at ${x}${query}`);
        }
        assert.match(String(await visitor.ask("return document.title")), new RegExp(f), "the title names the function");
        assert.match(String(await visitor.ask('return document.querySelector("#call").textContent')), new RegExp(`\\b${f}\\(`));
      }
      await silentSoFar(visitor, "functions.html");
      return `${2 * asked.length} numbers`;
    },
  },
];
