// If this fails, a page in Chrome 91 to 114, whose main thread compiles no module above 4 KiB at once, loses more than those kernels,
// or is not told.
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { argumentsOf, names } from "./support/variants.js";

const build = new URL("../build/", import.meta.url);
/** In Chrome's words. */
const refusal = "WebAssembly.Compile is disallowed on the main thread, if the buffer size is larger than 4KB.";
/** Functions that have another's kernel. */
const borrowed = [
  ["softmin", "softmax"],
  ["logSumExp", "logSoftmax"],
] as const;
const isLarge = (kernel: string): boolean => statSync(new URL(`${kernel}.wasm`, build)).size > 4096;
const kernels = readdirSync(new URL("../assembly/ops/", import.meta.url)).map((file) => file.replace(".ts", ""));
const large = [...kernels.filter(isLarge), ...borrowed.flatMap(([name, kernel]) => (isLarge(kernel) ? [name] : []))];

test("kernels up to 4 KiB run, each larger one is JavaScript by itself, and refusals name them", () => {
  const calls = Object.fromEntries(names.map((name) => [name, argumentsOf(name, [])]));
  const source = `
    const { Module } = WebAssembly;
    WebAssembly.Module = class {
      constructor(bytes) {
        if (bytes.byteLength > 4096) throw new RangeError(${JSON.stringify(refusal)});
        return new Module(bytes);
      }
    };
    const api = await import("${new URL("../dist/index.js", import.meta.url)}");
    api.relu(new Float32Array([-1, 2]));
    const first = [api.backend, api.refusals.size];
    const calls = ${JSON.stringify(calls)};
    for (const [name, f] of Object.entries(api))
      if (typeof f === "function" && f !== api.Heap) f(new Float32Array(64).fill(0.5), ...(calls[name] ?? []));
    console.log(JSON.stringify({ first, refused: [...api.refusals], backend: api.backend }));`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", source], { encoding: "utf8" });
  const { first, refused, backend } = JSON.parse(printed);
  expect(first).toEqual(["wasm", 0]);
  expect(large.length).toBeGreaterThan(0);
  expect(Object.fromEntries(refused)).toEqual(Object.fromEntries(large.map((name) => [name, `RangeError: ${refusal}`])));
  expect(backend).toBe("js");
});
