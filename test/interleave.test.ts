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
    "  (local $kept v128)",
    "  (local $before v128)",
    "  loop $again",
    ...[...loads, ...OFFSETS.flatMap(each), ...last, "br_if $again"].map((line) => `   ${line}`),
    "  end",
    ...after.map((line) => `  ${line}`),
    " )",
    "",
  ].join("\n");

const load = (offset: number, i: number): readonly string[] => ["local.get $x", `v128.load${at(offset)}`, `local.set $v${i}`];
const stored =
  (formula: (v: string) => readonly string[], to = (_: number) => "$y") =>
  (offset: number, i: number): readonly string[] => [`local.get ${to(i)}`, ...formula(`$v${i}`), `v128.store${at(offset)}`];
const store = stored(formula);
const step = (name: string): readonly string[] => [`local.get ${name}`, "i32.const 64", "i32.add", `local.set ${name}`];
const isLess = ["local.get $x", "local.get $end", "i32.lt_u"];
const allLoads = OFFSETS.flatMap(load);
const steps = [...step("$x"), ...step("$y"), ...isLess];
const countOf = (text: string, name: string): number => text.split(name).length - 1;

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
  ["steps of both pointers behind the stores", textOf(allLoads, store, steps), true],
  [
    "a condition of what was before the step",
    textOf(allLoads, store, ["local.get $x", "i32.const 64", "i32.add", "local.get $end", "i32.lt_u", ...step("$x"), ...step("$y")]),
    true,
  ],
  ["what a step leaves to the code behind the loop", textOf(allLoads, store, steps, ["local.get $y", "local.get $v3", "v128.store"]), true],
  [
    "what a turn leaves to the next one, before it is computed anew",
    textOf(
      ["block", "local.get $kept", "local.set $before", "end", ...allLoads],
      store,
      ["local.get $v1", "f32x4.neg", "local.set $kept", ...steps],
      ["local.get $y", "local.get $before", "v128.store"],
    ),
    true,
  ],
  [
    "what the code behind the loop may compute anew, but does not",
    textOf(allLoads, store, steps, [
      ...["local.get $end", "i32.eqz", "if", "local.get $v0", "local.set $v3", "end"],
      ...["local.get $y", "local.get $v3", "v128.store"],
    ]),
    true,
  ],
  [
    "what is loaded for the code behind the loop alone, and stored over",
    textOf(["local.get $x", "v128.load32_splat", "local.set $kept", ...allLoads], store, steps, [
      "local.get $y",
      "local.get $kept",
      "v128.store",
    ]),
    undefined,
  ],
  [
    "a choice by a mask, of three vectors",
    textOf(
      allLoads,
      stored((v) => [...formula(v), `local.get ${v}`, `local.get ${v}`, "f32.const 1", "f32x4.splat", "f32x4.gt", "v128.bitselect"]),
      steps,
    ),
    true,
  ],
  // Where one lies within the other, the last store counts.
  [
    "stores to two places",
    textOf(
      allLoads,
      stored(formula, (i) => (i % 2 ? "$x" : "$y")),
      steps,
    ),
    false,
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
  ["a load behind a store", textOf([], (offset, i) => [...load(offset, i), ...store(offset, i)], steps), false],
  ["an instruction that it does not know", textOf([...allLoads, "local.get $end", "i32.popcnt", "local.set $old"], store, steps), false],
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

test("what all vectors share is computed once and before them, what needs several behind them", () => {
  const shared = ["local.get $end", "i32x4.splat", "f32x4.convert_i32x4_s", "f32x4.ceil", "local.set $kept"];
  const several = ["local.get $y", "local.get $v0", "local.get $v1", "f32x4.max", "v128.store offset=64"];
  const text = textOf(
    [...shared, ...allLoads],
    stored((v) => [...formula(v), "local.get $kept", "f32x4.mul"]),
    [...several, ...steps],
  );
  const made = interleave(text);
  expect(made).not.toBe(text);
  expect(run(made, 512)).toEqual(run(text, 512));
  for (const [name, count] of [
    ["f32x4.ceil", 1],
    ["f32x4.max", 1],
    ["v128.load", 4],
  ] as const)
    expect(countOf(made, name), name).toBe(count);
  expect(made.indexOf("f32x4.ceil")).toBeLessThan(made.indexOf("v128.load"));
  expect(made.indexOf("f32x4.max")).toBeGreaterThan(made.lastIndexOf("f32x4.sqrt"));
});

test("a turn is four operations at most, and its local is free once nobody needs it", () => {
  const names = ["f32x4.neg", "f32x4.abs", "f32x4.ceil", "f32x4.sqrt", "f32x4.floor", "f32x4.trunc", "f32x4.nearest", "i32x4.abs"];
  const made = interleave(
    textOf(
      allLoads,
      stored((v) => [`local.get ${v}`, ...names, ...names]),
      steps,
    ),
  );
  const order = [...made.matchAll(/(?:f32x4|i32x4)\.\w+/g)].map(([name]) => name);
  const turn = (from: number): readonly string[] =>
    Array(4)
      .fill(names.slice(from, from + 4))
      .flat();
  expect(order).toEqual([...turn(0), ...turn(4), ...turn(0), ...turn(4)]);
  // Of a load and four steps one after the other; the last two are not given away.
  expect(countOf(made, "(local $lane")).toBe(4 * 2);
});

test("a local is not given away while a later step needs what is in it", () => {
  const twice = [
    "local.set $kept",
    "local.get $kept",
    "f32x4.abs",
    "f32x4.ceil",
    "f32x4.sqrt",
    "f32x4.neg",
    "local.get $kept",
    "f32x4.mul",
  ];
  const more = ["f32x4.neg", "f32x4.floor", "f32x4.abs"];
  const text = textOf(
    allLoads,
    stored((v) => [...formula(v), ...twice, ...more, ...more, ...more]),
    steps,
  );
  const made = interleave(text);
  expect(made).not.toBe(text);
  expect(run(made, 512)).toEqual(run(text, 512));
});
