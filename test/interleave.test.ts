// If this fails, the build puts the steps of vectors in another order than their values allow, or no longer in turn at all: then kernels
// are as right as before and take a third longer, which no other test tells.
import binaryen from "binaryen";
import { expect, test } from "vitest";
// @ts-expect-error: a build script, without types
import { interleave as untyped } from "../scripts/build/interleave.mjs";

const interleave: (text: string) => string = untyped;

const OFFSETS = [0, 16, 32, 48];
const at = (offset: number): string => (offset ? ` offset=${offset}` : "");

/** v·v + 3v − 1, √ of its magnitude, plus v: a formula in one piece, as the compiler leaves it. */
const formula = (v: string): readonly string[] => [
  `local.get ${v}`,
  `local.get ${v}`,
  "f32x4.mul",
  `local.get ${v}`,
  "f32.const 3",
  "f32x4.splat",
  "f32x4.mul",
  "f32x4.add",
  "f32.const 1",
  "f32x4.splat",
  "f32x4.sub",
  "f32x4.abs",
  "f32x4.sqrt",
  `local.get ${v}`,
  "f32x4.add",
];

/** A loop over 64 bytes a turn. Its vectors are loaded at once, or each behind the store of the one before. */
const textOf = (
  loads: readonly string[],
  each: (offset: number, i: number) => readonly string[],
  last: readonly string[],
  after: readonly string[] = [],
): string =>
  [
    ' (func $f (export "f") (param $x i32) (param $y i32) (param $end i32)',
    ...OFFSETS.map((_, i) => `  (local $v${i} v128)`),
    "  (local $old i32)",
    "  loop $again",
    ...[...loads, ...OFFSETS.flatMap(each), ...last, "br_if $again"].map((line) => `   ${line}`),
    "  end",
    ...after.map((line) => `  ${line}`),
    " )",
    "",
  ].join("\n");

const load = (offset: number, i: number): readonly string[] => ["local.get $x", `v128.load${at(offset)}`, `local.set $v${i}`];
const store = (offset: number, i: number): readonly string[] => ["local.get $y", ...formula(`$v${i}`), `v128.store${at(offset)}`];
const step = (name: string): readonly string[] => [`local.get ${name}`, "i32.const 64", "i32.add", `local.set ${name}`];
const isLess = ["local.get $x", "local.get $end", "i32.lt_u"];
const allLoads = OFFSETS.flatMap(load);

/** What it makes of 32 numbers, elsewhere or where they are. */
const run = (text: string, y: number): readonly number[] => {
  const module = binaryen.parseText(`(module\n (memory (export "memory") 1)\n${text})`);
  module.setFeatures(binaryen.Features.SIMD128);
  const { memory, f } = new WebAssembly.Instance(new WebAssembly.Module(module.emitBinary().slice())).exports as {
    memory: WebAssembly.Memory;
    f: (x: number, y: number, end: number) => void;
  };
  module.dispose();
  const all = new Float32Array(memory.buffer);
  for (let i = 0; i < 32; i++) all[i] = Math.fround(Math.sin(i) * 5);
  f(0, y, 128);
  return [...all.subarray(0, 256)];
};

test.each([
  ["steps of both pointers behind the stores", textOf(allLoads, store, [...step("$x"), ...step("$y"), ...isLess]), true],
  [
    "a condition of what was before the step",
    textOf(allLoads, store, ["local.get $x", "i32.const 64", "i32.add", "local.get $end", "i32.lt_u", ...step("$x"), ...step("$y")]),
    true,
  ],
  [
    "what a step leaves to the code behind the loop",
    textOf(allLoads, store, [...step("$x"), ...step("$y"), ...isLess], ["local.get $y", "local.get $v3", "v128.store"]),
    true,
  ],
  // The old x is wanted after x has its new value.
  [
    "a value that another one needs before it changes",
    textOf(allLoads, store, [
      "local.get $x",
      "local.set $old",
      ...step("$x"),
      "local.get $old",
      "i32.const 64",
      "i32.add",
      "local.set $y",
      ...isLess,
    ]),
    undefined,
  ],
  [
    "a load behind a store",
    textOf([], (offset, i) => [...load(offset, i), ...store(offset, i)], [...step("$x"), ...step("$y"), ...isLess]),
    false,
  ],
  [
    "an instruction that it does not know",
    textOf([...allLoads, "local.get $end", "i32.popcnt", "local.set $old"], store, [...step("$x"), ...step("$y"), ...isLess]),
    false,
  ],
])("%s", (_, text, isReordered) => {
  const made = interleave(text);
  for (const y of [0, 512]) expect(run(made, y)).toEqual(run(text, y));
  if (isReordered === undefined) return;
  if (!isReordered) {
    expect(made).toBe(text);
    return;
  }
  // Loads, then the four formulas step by step, then stores.
  const order = [...made.matchAll(/v128\.load|f32x4\.sqrt|v128\.store/g)].map(([name]) => name);
  expect(order.slice(0, 12)).toEqual([...Array(4).fill("v128.load"), ...Array(4).fill("f32x4.sqrt"), ...Array(4).fill("v128.store")]);
  expect(made.lastIndexOf("f32x4.mul")).toBeLessThan(made.indexOf("f32x4.sqrt"));
});
