// If this fails, an accident at a kernel's first use, or one kernel that an engine refuses, turns others off; or `backend` says something
// that is not so.
import { describe, expect, test } from "vitest";
import { inNode } from "./support/child.js";

/** Counts what is compiled and instantiated. */
const counting = `
  globalThis.made = 0;
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance { constructor(...args) { super(...args); globalThis.made++; } };`;

const x = "new Float32Array([-1, 2, -3])";

describe("an accident is none of the engine's", () => {
  test("no stack left at a kernel's first use: it and all later ones are linked when there is", () => {
    const result = inNode(
      `const x = ${x};
      const before = made;
      overflows = 1;
      try { api.sigmoid(x); } catch (error) { if (!(error instanceof RangeError)) throw error; }
      const y = [api.sigmoid(x), api.tanh(x), api.softmax(x), api.swiglu(new Float32Array(4))];
      return [overflows, made >= before + 4, api.backend, y[0][0] < 0.27];`,
      {
        // As if little of the stack were left: what is called there needs more than there is.
        before: `globalThis.overflows = 0; ${counting}
        const { Module } = WebAssembly;
        const endless = () => endless() + 1;
        WebAssembly.Module = class extends Module { constructor(bytes) { if (overflows > 0) { overflows--; endless(); } super(bytes); } };`,
      },
    );
    expect(result).toEqual([0, true, "wasm", true]);
  });

  test("functions that were frozen through and through run their kernels", () => {
    const result = inNode(
      `const freeze = (value) => {
        if (Object(value) !== value || Object.isFrozen(value) || ArrayBuffer.isView(value)) return;
        Object.freeze(value);
        for (const key of Reflect.ownKeys(value)) { const { value: part } = Object.getOwnPropertyDescriptor(value, key); freeze(part); }
      };
      for (const op of Object.values(api)) if (typeof op === "function" && op !== api.Heap) freeze(op);
      const x = ${x};
      const before = made;
      const y = [...api.leakyRelu(x, { negativeSlope: 0.5 }), ...api.softmax(new Float32Array(2)), ...api.prelu(x, 0.5)];
      return [y, made >= before + 3, api.backend];`,
      { before: counting },
    );
    expect(result).toEqual([[-0.5, 2, -1.5, 0.5, 0.5, -0.5, 2, -1.5], true, "wasm"]);
  });

  test("no memory for the first instance: the next call gets one", () => {
    const result = inNode(
      `const x = ${x};
      failures = 1;
      let thrown = false;
      try { api.tanh(x); } catch { thrown = true; }
      const y = api.tanh(x);
      const before = made;
      api.gelu(x);
      return [Math.abs(y[1] - Math.tanh(2)) < 1e-6, made > before, api.backend];`,
      {
        before: `globalThis.failures = 0; ${counting}
        const Counting = WebAssembly.Instance;
        WebAssembly.Instance = class extends Counting { constructor(...args) { if (failures-- > 0) throw new RangeError("out of memory"); super(...args); } };`,
      },
    );
    expect(result).toEqual([true, true, "wasm"]);
  });
});

describe("what an engine refuses", () => {
  const limited = (bytes: number): string => `${counting}
    const { Module } = WebAssembly;
    WebAssembly.Module = class extends Module {
      constructor(bytes) { if (bytes.byteLength > ${bytes}) throw new RangeError("WebAssembly.Module is disallowed on the main thread, if the buffer size is larger than 4KB"); super(bytes); }
    };`;

  // As Chrome 91 to 114 on a page's thread, with a limit that some kernels keep.
  test("a module that is too large runs in JavaScript, the others do not follow it", () => {
    const result = inNode(
      `const x = ${x};
      const first = api.gelu(x);
      const before = made;
      const second = api.threshold(x, { threshold: 0, value: 7 });
      return [Math.abs(first[1] - 1.9544997) < 1e-6, [...second], made > before];`,
      { before: limited(3000) },
    );
    expect(result).toEqual([true, [7, 2, 7], true]);
  });

  test("all of them: everything runs in JavaScript, and the backend says so", () => {
    const result = inNode(`const x = ${x}; return [[...api.relu(x)], api.sigmoid(0), made, api.backend];`, { before: limited(0) });
    expect(result).toEqual([[0, 2, 0], 0.5, 0, "js"]);
  });
});
