// If this fails, the package holds other kernels than the build made, or larger ones than it could: vectors side by side are no longer folded together.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
// @ts-expect-error: a build script, without types
import { fold as untyped } from "../scripts/build/fold.mjs";
import { bytesOf } from "../src/engine/bytes.js";

const fold: (bytes: Uint8Array) => string = untyped;
const folder = new URL("../build/", import.meta.url);

test.each(readdirSync(folder).filter((file) => file.endsWith(".wasm")))("%s comes back from its text", (file) => {
  const bytes = readFileSync(new URL(file, folder));
  expect(Buffer.from(bytesOf(fold(bytes))).equals(bytes)).toBe(true);
});

test.each(["sigmoid", "tanh", "elu", "selu", "softplus"])("%s is folded by a sixth", (name) => {
  const bytes = readFileSync(new URL(`${name}.wasm`, folder));
  expect(fold(bytes).length).toBeLessThan((bytes.length * 5) / 3);
});

/** Pieces that go up by these steps, as often as that. */
const pieces = (times: number, start: readonly number[], steps: readonly number[]): readonly number[] =>
  Array.from({ length: times }, (_, k) => start.map((byte, i) => byte + k * (steps[i] as number))).flat();

const START = [0x20, 0x05, 0xfd, 0x00, 0x04, 0x10, 0x20, 0x7f, 0xfe, 0x21, 0x0f, 0xfd];
const STEPS = [0, 1, 0, 0, 0, 16, 0, 1, 0, 0, 1, 0];

test.each([
  [4, "(", ")"],
  [2, "[", "]"],
] as const)("%i pieces stand once", (times, open, close) => {
  const bytes = Uint8Array.from([1, 2, 3, ...pieces(times, START, STEPS), 9]);
  expect(fold(bytes)).toBe(`010203${open}2005fd000410207ffe210ffd,000100000010000100000100${close}09`);
  expect([...bytesOf(fold(bytes))]).toEqual([...bytes]);
});

test("what saves most is folded, to the very end", () => {
  // Four times four bytes would save 12, all of it twice saves 24.
  const bytes = Uint8Array.from([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 0x90, 0x70, 0x50, 0x30, 0x91, 0x71, 0x51, 0x31]);
  const text = Buffer.from(bytes).toString("hex");
  expect(fold(Uint8Array.from([...bytes, ...bytes]))).toBe(`[${text},${"00".repeat(24)}]`);
});

test("pieces of which one goes up by 2 stand each for themselves", () => {
  const bytes = Uint8Array.from(
    pieces(
      4,
      START,
      STEPS.map((step, i) => (i === 1 ? 2 : step)),
    ),
  );
  expect(fold(bytes)).toBe(Buffer.from(bytes).toString("hex"));
});
