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
  {
    title: "explorer says what the package refuses, wherever the point is moved",
    run: async (visitor) => {
      await visitor.open("functions.html?f=celu&alpha=0&x=1");
      await settled(visitor);
      const problem = 'document.querySelector("#problem")';
      const type = (selector: string, value: number): string => `
        const input = document.querySelector('${selector}');
        input.value = "${value}";
        input.dispatchEvent(new Event("input", { bubbles: true }));`;
      await visitor.until(`return !${problem}.hidden`);
      await visitor.ask(type("#x-range", -1));
      // As an address it is written once it was drawn.
      await visitor.until('return new URLSearchParams(location.search).get("x") === "-1"');
      assert.match(String(await visitor.ask(`return ${problem}.hidden ? "" : ${problem}.textContent`)), /celu.*alpha/);
      assert.equal(await visitor.ask('return document.querySelector("#readout").textContent'), "", "no reading beside a problem");
      await visitor.ask(type('[data-parameter="alpha"]', 0.5));
      await visitor.until(`return ${problem}.hidden && document.querySelector('[data-reading="value"]')?.textContent`);
      await silentSoFar(visitor, "functions.html");
      return "celu, alpha 0, then 0.5";
    },
  },
];
