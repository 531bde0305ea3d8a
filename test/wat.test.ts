// If this fails, a module holds more than its kernels: a second import, data, a table, a function call in a loop, or bytes.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bytesOf } from "../src/engine/bytes.js";
import type { Program } from "../src/nn/program.js";
import { activations, channelwise, gated, type Rowwise, rowwise, unary } from "./support/api.js";

const folder = new URL("../build/", import.meta.url);
const modules = readdirSync(folder)
  .filter((file) => file.endsWith(".wasm"))
  .map((file) => file.slice(0, -".wasm".length));

/** The kernels of layers, each with its program. */
const programs = Object.values(import.meta.glob<Record<string, unknown>>("../src/nn/*Kernel.ts", { eager: true }))
  .flatMap((file) => Object.values(file))
  .filter((value): value is Program => typeof value === "object" && value !== null && "kinds" in value);
const layers = new Map(programs.map((program) => [program.name, program.kinds]));

const forAll = (kinds: readonly string[], suffixes: readonly string[]): readonly string[] =>
  kinds.flatMap((kind) => suffixes.map((suffix) => `${kind}_${suffix}`));

/** A pass on the state of rows alone is the same for both types. */
const passesOf = ({ definition }: Rowwise): readonly string[] =>
  definition.directions.flatMap(
    (direction) => direction?.passes.flatMap(([name, operands]) => forAll([name], operands ? ["f32", "f64"] : ["f64"])) ?? [],
  );

/** The functions that JavaScript calls, by what the definition promises. */
const expectedExports = new Map<string, readonly string[]>([
  ...unary.map(
    (op) =>
      [
        op.definition.name,
        [
          ...forAll(["forward", "backward", ...(op.backwardFromOutput ? ["from_output"] : [])], ["f32", "f64"]),
          ...(op.definition.integers ? forAll(["forward"], ["i8", "i16", "i32"]) : []),
          ...("betaGradient" in op ? forAll(["beta_gradient"], ["f32", "f64"]) : []),
        ],
      ] as const,
  ),
  ...channelwise.map(
    (op) => [op.definition.name, forAll(["forward", "backward", "forward_channels", "backward_channels"], ["f32", "f64"])] as const,
  ),
  ...rowwise.map((op) => [op.definition.name, passesOf(op)] as const),
  ...gated.map((op) => [op.definition.name, [...forAll(["copy"], ["i32"]), ...forAll(["multiply"], ["f32", "f64"])]] as const),
]);

/** Section numbers of the WebAssembly binary format, in the order of the file. */
const sections = (bytes: Uint8Array): readonly number[] => {
  const found: number[] = [];
  for (let at = 8; at < bytes.length; ) {
    found.push(bytes[at++] as number);
    let size = 0;
    let byte = 0x80;
    for (let shift = 0; byte & 0x80; shift += 7) {
      byte = bytes[at++] as number;
      size += (byte & 0x7f) << shift;
    }
    at += size;
  }
  return found;
};
const [TYPE, IMPORT, FUNCTION, EXPORT, CODE] = [1, 2, 3, 7, 10];

/** Functions by the bytes they run: softmax and softmin share a module, and the gated units one of what they add to their activation's. */
const definitions = [...unary, ...channelwise, ...rowwise, ...gated].map(({ definition }) => definition);
const definitionsOf = (wasm: Buffer): typeof definitions => definitions.filter(({ kernel }) => wasm.equals(bytesOf(kernel as string)));

test("every activation runs a module, and every module is run by activations or layers", () => {
  expect(definitions.map(({ name }) => name).sort()).toEqual(activations.map(([name]) => name).sort());
  expect(new Set(definitions.map(({ kernel }) => kernel)).size + layers.size).toBe(modules.length);
});

describe.each(modules)("%s", (name) => {
  const wat = readFileSync(new URL(`${name}.wat`, folder), "utf8");
  const wasm = readFileSync(new URL(`${name}.wasm`, folder));
  const module = new WebAssembly.Module(wasm);

  test("is the one that the functions run", () => {
    const runners = [...definitionsOf(wasm).map((one) => one.name), ...(layers.has(name) ? [name] : [])];
    expect(runners).not.toEqual([]);
    if (activations.some(([one]) => one === name)) expect(runners).toContain(name);
  });

  test("imports one memory, of any size", () => {
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
    // Were a minimum in it, a memory of one page would not do; what follows the minimum would be a maximum or a flag.
    expect(wat.match(/\(import .*/g)).toEqual(['(import "env" "memory" (memory $0 0))']);
  });

  test("exports the kernels and nothing else", () => {
    const expected = [
      ...definitionsOf(wasm).flatMap((one) => expectedExports.get(one.name) ?? []),
      ...forAll(layers.get(name) ?? [], ["f32"]),
    ];
    const exported = WebAssembly.Module.exports(module).map((one) => `${one.kind} ${one.name}`);
    expect(exported.sort()).toEqual([...new Set(expected.map((one) => `function ${one}`))].sort());
  });

  test("holds no data, table, global or start function", () => {
    expect(sections(wasm)).toEqual([TYPE, IMPORT, FUNCTION, EXPORT, CODE]);
  });

  test("calls nothing by reference, and of an activation nothing at all: everything is inlined into the loops", () => {
    expect(wat.match(layers.has(name) ? /\b(return_)?call_(indirect|ref)\b.*/g : /\b(return_)?call(_indirect|_ref)?\b.*/g)).toBeNull();
  });

  // Those with four vectors side by side for values and gradients take the most: silu, with another loop for beta 1, 12.1 KiB.
  test("is smaller than 12.5 KiB", () => {
    expect(wasm.length).toBeLessThan(12800);
  });

  // Pooling is what they are for.
  if (layers.has(name)) return;
  // On x86 they cost three times as much as pmin and pmax and quieten NaNs; integers have no such trouble.
  test("has no min or max of floats", () => {
    expect(wat.match(/\bf(32x4|64x2|32|64)\.(min|max)\b/g)).toBeNull();
  });
});
