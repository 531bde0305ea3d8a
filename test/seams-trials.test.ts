// If this fails, a kernel that gives wrong values, as engines have made of right ones, is believed.
import { describe, expect, test, vi } from "vitest";
import { bytesOf } from "../src/engine/bytes.js";
import { corrupted, functionsIn } from "./support/corrupt.js";

type Api = typeof import("../src/index.js");
type Loose = Readonly<
  Record<
    string,
    ((...args: readonly unknown[]) => unknown) & Readonly<Record<string, ((...args: readonly unknown[]) => unknown) | undefined>>
  >
>;

const kernels = import.meta.glob<{ readonly default: string }>("../src/kernels/*.ts", { eager: true });
const kernelOf = (name: string): string => kernels[`../src/kernels/${name}.ts`]?.default ?? "";

/** Kernels, and the functions that run them, if there is a kernel of that name. */
const users: Readonly<Record<string, readonly string[]>> = {
  relu: ["relu"],
  sigmoid: ["sigmoid"],
  gelu: ["gelu"],
  silu: ["silu"],
  leakyRelu: ["leakyRelu"],
  prelu: ["prelu"],
  softmax: ["softmax", "softmin"],
  logSoftmax: ["logSoftmax", "logSumExp"],
  gate: ["glu", "swiglu"],
  glu: ["glu"],
  swiglu: ["swiglu"],
  reglu: ["reglu"],
};

/** All but what moves things about, which shows in the results of the others. */
const spoilable = Object.keys(users).flatMap((name) =>
  [...functionsIn(kernelOf(name)).keys()].filter((of) => !/^(forget|copy)/.test(of)).map((of) => [name, of] as const),
);

const numbers = [-3, -1, -0.25, 0.5, 2, 7, -0.5, 1, 4, -6, 0.125, 3];

/** All that a function can be asked, in each type that it takes; as numbers. */
const resultsOf = (api: Api, name: string): readonly number[] => {
  const op = (api as unknown as Loose)[name] as Loose[string];
  const { relu } = api;
  const half = ["glu", "swiglu", "reglu"].includes(name) ? 2 : name === "logSumExp" ? 12 : 1;
  const results: unknown[] = [];
  for (const Type of [Float32Array, Float64Array]) {
    const x = new Type(numbers);
    const dy = new Type(numbers.slice(0, 12 / half).map((v) => v / 2 + 1));
    if (name === "prelu") {
      const weight = new Type([0.25, -0.5, 3]);
      const { dx, dweight } = api.prelu.backward(dy as Float32Array, x as Float32Array, weight as Float32Array);
      results.push(op(x, weight), op(x, new Type([0.5])), op["derivative"]?.(x, weight), dx, dweight);
      continue;
    }
    results.push(op(x), op["derivative"]?.(x), op["backward"]?.(dy, x));
    // Of a result that can be one: from the rectifiers' side, or of softmax.
    if (half === 1) results.push(op["backwardFromOutput"]?.(dy, op(x)));
  }
  if (name === "relu") for (const Type of [Int8Array, Int16Array, Int32Array]) results.push(relu(new Type(numbers) as Int8Array));
  if (name === "silu")
    for (const Type of [Float32Array, Float64Array])
      results.push(api.silu.betaGradient(new Type(numbers) as Float32Array, new Type(numbers) as Float32Array));
  return results.flatMap((one) => (one === undefined ? [] : typeof one === "number" ? [one] : Array.from(one as Iterable<number>)));
};

const { Instance } = WebAssembly;

/** The names of a kernel's functions that are called meanwhile, of instances made since `watch` began. */
const calledBy = async (load: () => Promise<Api>, run: (api: Api) => void): Promise<ReadonlySet<string>> => {
  const called = new Set<string>();
  WebAssembly.Instance = class {
    readonly exports: WebAssembly.Exports;
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      const { exports } = new Instance(module, imports);
      this.exports = Object.fromEntries(
        Object.entries(exports).map(([name, run]) => [
          name,
          (...args: readonly number[]): unknown => {
            called.add(name);
            return (run as (...args: readonly number[]) => unknown)(...args);
          },
        ]),
      );
    }
  };
  try {
    const api = await load();
    // The first run has the trials in it.
    run(api);
    called.clear();
    run(api);
  } finally {
    WebAssembly.Instance = Instance;
  }
  return called;
};

const freshWith = async (name: string, kernel: string): Promise<Api> => {
  vi.resetModules();
  vi.doMock(`../src/kernels/${name}.js`, () => ({ default: kernel }));
  try {
    return await import("../src/index.js");
  } finally {
    vi.doUnmock(`../src/kernels/${name}.js`);
  }
};

test("emptying a function leaves a module that compiles, with the same exports", () => {
  expect(spoilable.length).toBeGreaterThan(40);
  for (const [name, of] of spoilable) {
    const text = corrupted(kernelOf(name), of);
    const module = new WebAssembly.Module(bytesOf(text));
    expect(WebAssembly.Module.exports(module).map(({ name }) => name)).toEqual([...functionsIn(kernelOf(name)).keys()]);
  }
});

describe.each(spoilable)("%s.wasm whose %s computes nothing", (kernel, of) => {
  test("its functions give JavaScript's results, and the backend says so", async () => {
    const good = await freshWith(kernel, kernelOf(kernel));
    const expected = (users[kernel] ?? []).filter((name) => name in good).map((name) => [name, resultsOf(good, name)] as const);
    expect(good.backend).toBe("wasm");
    const bad = await freshWith(kernel, corrupted(kernelOf(kernel), of));
    for (const [name, right] of expected) {
      const got = resultsOf(bad, name);
      expect(got.length).toBe(right.length);
      // JavaScript's own bound is 5 ULP of float64; float32 results are rounded.
      for (const [i, value] of got.entries())
        expect(Math.abs(value - (right[i] as number)), `${name}, result ${i}`).toBeLessThanOrEqual(
          1e-6 * Math.max(1, Math.abs(right[i] as number)),
        );
    }
    // What the package never calls need not be tried.
    const used = await calledBy(
      () => freshWith(kernel, kernelOf(kernel)),
      (api) => expected.map(([name]) => resultsOf(api, name)),
    );
    expect(bad.backend).toBe(used.has(of) ? "js" : "wasm");
    // And that kernel only.
    const other = kernel === "tanh" ? "sigmoid" : "tanh";
    expect((bad as unknown as Loose)[other]?.(Float32Array.of(1))).toEqual((good as unknown as Loose)[other]?.(Float32Array.of(1)));
  });
});

describe.each(["beta_gradient_f32", "beta_gradient_f64"])("silu.wasm whose %s returns nothing", (of) => {
  test("betaGradient gives JavaScript's sum, and refusals say so", async () => {
    WebAssembly.Instance = class {
      readonly exports: WebAssembly.Exports;
      constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
        const { exports } = new Instance(module, imports);
        this.exports = of in exports ? { ...exports, [of]: (): number => 0 } : exports;
      }
    };
    try {
      const api = await freshWith("silu", kernelOf("silu"));
      for (const Type of [Float32Array, Float64Array]) {
        const [one, two] = [new Type([1]) as Float32Array, new Type([2]) as Float32Array];
        // x² σ(x) (1 − σ(x)) for x = 2
        expect(api.silu.betaGradient(one, two)).toBeCloseTo(0.419974341614026, 6);
      }
      expect([...api.refusals.values()]).toEqual(["it gave wrong numbers"]);
      expect(api.backend).toBe("js");
    } finally {
      WebAssembly.Instance = Instance;
    }
  });
});

test.each(["f32", "f64"] as const)(
  "prelu.wasm whose %s sums are lost, dx being right: JavaScript's, and refusals say so",
  async (dtype) => {
    const of = `backward_channels_${dtype}`;
    WebAssembly.Instance = class {
      readonly exports: WebAssembly.Exports;
      constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
        const { exports } = new Instance(module, imports);
        const run = exports[of] as ((...args: readonly number[]) => unknown) | undefined;
        const memory = imports?.["env"]?.["memory"];
        const lossy = (...args: readonly number[]): void => {
          run?.(...args);
          // The state, its fifth argument.
          if (memory instanceof WebAssembly.Memory) new Float64Array(memory.buffer, args[4], 3).fill(0);
        };
        this.exports = run ? { ...exports, [of]: lossy } : exports;
      }
    };
    try {
      const api = await freshWith("prelu", kernelOf("prelu"));
      const Type = (dtype === "f32" ? Float32Array : Float64Array) as Float32ArrayConstructor;
      const { dx, dweight } = api.prelu.backward(new Type([1, 2, 3]), new Type([-1, 5, -7]), new Type([0.5, 0.5, 0.5]));
      expect([[...dx], [...dweight]]).toEqual([
        [0.5, 2, 1.5],
        [-1, 0, -21],
      ]);
      expect([...api.refusals]).toEqual([["prelu", "it gave wrong numbers"]]);
    } finally {
      WebAssembly.Instance = Instance;
    }
  },
);
