// If this fails, a heap cannot be given back by `using` in an engine that has no Symbol.dispose, as Safari.
import { expect, test } from "vitest";
import { inNode } from "./support/child.js";

/** Symbol without what V8 or Node give it, as nothing can be deleted from it. */
const without = `const all = Symbol;
  globalThis.Symbol = Object.assign((text) => all(text), { for: all.for, iterator: all.iterator, toStringTag: all.toStringTag, hasInstance: all.hasInstance,
    toPrimitive: all.toPrimitive, species: all.species, asyncIterator: all.asyncIterator });`;

test("without Symbol.dispose a heap has the method that compilers look for, and it gives everything back", () => {
  const result = inNode(
    `const heap = new api.Heap(1024);
    const x = heap.float32(4);
    const keys = [typeof Symbol.dispose, typeof heap[Symbol.for("Symbol.dispose")]];
    heap[Symbol.for("Symbol.dispose")]();
    let message;
    try { api.relu(x); } catch (error) { message = error.message; }
    return [...keys, heap.used, message];`,
    { before: without },
  );
  expect(result).toEqual(["undefined", "function", 0, expect.stringMatching(/^relu: x is an array of a disposed heap/)]);
});

test("with it, it is that one", () => {
  expect(
    inNode("const heap = new api.Heap(64); heap[Symbol.dispose](); try { heap.float32(1); } catch (error) { return error.name; }"),
  ).toBe("TypeError");
});
