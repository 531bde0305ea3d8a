// If this fails, an engine that cannot run the kernels gets an error or wrong numbers instead of the plain loops; or one that
// can run them does not.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What a program prints that calls every function of the package in its own Node process, after `before` was run. */
const report = (flags: readonly string[], before = "", entry = "index"): string =>
  execFileSync(
    process.execPath,
    [
      ...flags,
      "--input-type=module",
      "--eval",
      `${before}
      const { backend, Heap, ...ops } = await import("${new URL(`../dist/${entry}.js`, import.meta.url)}");
      const x = Float32Array.from({ length: 5000 }, (_, i) => (i - 2500) / 300);
      const heap = new Heap(1 << 16);
      const inHeap = heap.float32(5000);
      let sum = 0;
      for (const [name, op] of Object.entries(ops)) {
        const rest = name === "prelu" ? [0.25] : name === "threshold" ? [{ threshold: 0.1, value: -20 }] : [];
        inHeap.set(x);
        const options = { ...rest.at(-1), out: inHeap };
        const results = [op(x, ...rest), op(inHeap, ...(name === "prelu" ? [0.25, { out: inHeap }] : [options])), op.derivative(x, ...rest)];
        const gradient = op.backward(x, x, ...rest);
        for (const y of [...results, gradient.dx ?? gradient]) for (const [i, v] of y.entries()) sum = (sum * 31 + Math.fround(v) * (i + 1)) % 1e9;
        sum += op(-3, ...rest) + op([[4]], ...rest)[0][0];
      }
      console.log(backend, Object.keys(ops).length, sum.toFixed(6), ops.relu(-3), ops.relu(new Float32Array([-0, NaN, -1])).join());`,
    ],
    { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  ).trim();

const expected = report([]);

test("an engine with SIMD runs the kernels", () => {
  expect(expected).toMatch(/^wasm 11 -?\d+\.\d+ 0 0,NaN,0$/);
});

describe("the same numbers from plain JavaScript", () => {
  const asJs = expected.replace(/^wasm/, "js");
  test("without SIMD", () => {
    expect(report(["--no-enable-sse4-1"])).toBe(asJs);
  });
  test("without WebAssembly", () => {
    expect(report(["--jitless"])).toBe(asJs);
  });
  test("where compiling is refused, although validate says yes", () => {
    expect(report([], 'WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError("refused"); } };')).toBe(asJs);
  });
  test("where there is no memory left", () => {
    const heapOnly =
      "const { Memory } = WebAssembly; let n = 0; WebAssembly.Memory = class { constructor(o) { if (n++ === 0) throw new RangeError(); return new Memory(o); } };";
    expect(report([], heapOnly)).toBe(asJs);
  });
  test("where a kernel gives wrong numbers", () => {
    const wrong =
      "const { Instance } = WebAssembly; WebAssembly.Instance = class { constructor() { return { exports: new Proxy({}, { get: () => () => {} }) }; } };";
    expect(report([], `${wrong} void Instance;`)).toBe(asJs);
  });
  test("by the entry relu-simd/js, which never mentions WebAssembly", () => {
    expect(report([], "", "js")).toBe(asJs);
    const guard = 'Object.defineProperty(globalThis, "WebAssembly", { get() { throw new Error("touched WebAssembly"); } });';
    expect(report([], guard, "js")).toBe(asJs);
  });
});

test("nothing is printed, and nothing thrown on import", () => {
  const output = execFileSync(
    process.execPath,
    ["--jitless", "--input-type=module", "--eval", `await import("${new URL("../dist/index.js", import.meta.url)}")`],
    {
      encoding: "utf8",
    },
  );
  expect(output).toBe("");
});
