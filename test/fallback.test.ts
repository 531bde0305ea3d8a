// If this fails, an engine that cannot run the kernels gets an error or wrong numbers instead of the plain loops; or one that
// can run them does not.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { unary } from "./support/api.js";
import { argumentsOf, names } from "./support/variants.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What a run of every function gave: of each a hash of all bits, a sum and the sum of magnitudes. */
interface Report {
  readonly backend: string;
  readonly relu: string;
  readonly results: Readonly<Record<string, readonly [hash: number, sum: number, size: number]>>;
}

/** Calls every function of the package in its own Node process, after `before` was run. */
const report = (flags: readonly string[], before = "", entry = "index"): Report =>
  JSON.parse(
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
      const results = {};
      for (const [name, rest] of Object.entries(${JSON.stringify(Object.fromEntries(names.map((name) => [name, argumentsOf(name, [])])))})) {
        const op = ops[name];
        inHeap.set(x);
        const options = { ...rest.at(-1), out: inHeap };
        const arrays = [op(x, ...rest), op(inHeap, ...rest.slice(0, -1), options), op.derivative(x, ...rest)];
        const gradient = op.backward(x, x, ...rest);
        let [hash, sum, size] = [0, op(-3, ...rest) + op([[4]], ...rest)[0][0], 10];
        for (const y of [...arrays, gradient.dx ?? gradient])
          for (const [i, v] of y.entries()) {
            hash = (hash * 31 + Math.fround(v) * (i + 1)) % 1e9;
            sum += v;
            size += Math.abs(v);
          }
        results[name] = [hash, sum, size];
      }
      console.log(JSON.stringify({ backend, relu: [ops.relu(-3), ...ops.relu(new Float32Array([-0, NaN, -1]))].join(), results }));`,
      ],
      { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
    ),
  ) as Report;

const expected = report([]);

/** Bits, or for what an exponential rounds differently a mean difference of 2⁻²⁴ of the mean value at most: an ULP of float32. */
const expectSameNumbers = (got: Report): void => {
  expect(got.backend).toBe("js");
  expect(got.relu).toBe(expected.relu);
  expect(Object.keys(got.results)).toEqual(names);
  for (const [name, [hash, sum, size]] of Object.entries(got.results)) {
    const [itsHash, itsSum] = expected.results[name] ?? [Number.NaN, Number.NaN];
    const isExact = (unary.find(({ definition }) => definition.name === name)?.definition.ulp.f32 ?? 0) === 0;
    if (isExact) expect(hash, name).toBe(itsHash);
    else expect(Math.abs(sum - itsSum), name).toBeLessThanOrEqual(size * 2 ** -24);
  }
};

test("an engine with SIMD runs the kernels", () => {
  expect(expected.backend).toBe("wasm");
  expect(expected.relu).toBe("0,0,NaN,0");
});

describe("the same numbers from plain JavaScript", () => {
  // Other processors have no such switch: what Node runs on there has SIMD.
  test.runIf(process.arch === "x64")("without SIMD", () => {
    expectSameNumbers(report(["--no-enable-sse4-1"]));
  });
  test("without WebAssembly", () => {
    expectSameNumbers(report(["--jitless"]));
  });
  test("where compiling is refused, although validate says yes", () => {
    expectSameNumbers(report([], 'WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError("refused"); } };'));
  });
  test("where there is no memory left", () => {
    const heapOnly =
      "const { Memory } = WebAssembly; WebAssembly.Memory = class { constructor(o) { if (o.initial === 1) throw new RangeError(); return new Memory(o); } };";
    expectSameNumbers(report([], heapOnly));
  });
  test("where a kernel gives wrong numbers", () => {
    const wrong =
      "const { Instance } = WebAssembly; WebAssembly.Instance = class { constructor() { return { exports: new Proxy({}, { get: () => () => {} }) }; } };";
    expectSameNumbers(report([], `${wrong} void Instance;`));
  });
  test("by the entry relu-simd/js, which never mentions WebAssembly", () => {
    expectSameNumbers(report([], "", "js"));
    const guard = 'Object.defineProperty(globalThis, "WebAssembly", { get() { throw new Error("touched WebAssembly"); } });';
    expectSameNumbers(report([], guard, "js"));
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

// Truth to 40 digits, rounded to float64; the results that are not infinite or 0 are subnormal, so their few bits have to be right.
test.each([
  ["elu", "df", -743.18, 25.66, 4.45e-322],
  ["softplus", "f", -7.4e12, 1e-10, 4.18873988005e-312],
  ["softplus", "f", Number.NEGATIVE_INFINITY, 1e-310, 0],
  ["celu", "f", -1000, -1, Number.NEGATIVE_INFINITY],
  ["celu", "f", Number.NEGATIVE_INFINITY, -1, Number.NEGATIVE_INFINITY],
] as const)("%s: the formula's %s of %d for %d", (name, formula, x, parameter, expected) => {
  const op = unary.find(({ definition }) => definition.name === name);
  expect(op?.definition[formula](x, parameter, 0)).toBe(expected);
});
