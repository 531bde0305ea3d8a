// What is inside: a kernel that computes something else than its JavaScript is not used; arenas give and take.
import { expect, test } from "vitest";
import { refusals } from "../src/engine/refusals.js";
import kernel from "../src/kernels/matmul.js";
import { type Arena, arenaOf, arenaWith } from "../src/nn/arena.js";
import { programOf } from "../src/nn/program.js";
import { settle } from "./support/collect.js";
import { fill, Linear } from "./support/nn.js";

test("a plan that is replaced gives its memory back", () => {
  const layer = new Linear(64, 64);
  const arena = arenaOf(layer.weight.data) as Arena;
  const run = (): void => {
    for (const steps of [20, 50]) layer.forward(fill([4, steps, 64], 1));
  };
  run();
  run();
  const { room } = arena;
  for (let i = 0; i < 5; i++) run();
  expect(arena.room).toBe(room);
});

test("an arena keeps its share free; what is given back is not given back again by the collector", async () => {
  const arena = arenaWith("test", 64);
  expect(arenaWith("test", arena.room - 4096, 0.5)).not.toBe(arena);
  const address = (() => {
    const block = arena.lend(4000) as Float32Array;
    arena.release(block);
    return block.byteOffset;
  })();
  const second = arena.take(4000) as Float32Array;
  expect(second.byteOffset).toBe(address);
  await settle();
  expect(arena.take(4000)?.byteOffset).not.toBe(address);
});

test("a kernel that leaves other numbers than JavaScript is refused", () => {
  const wrong = programOf(
    "wrong",
    kernel,
    ["product", "columns"],
    () => ({ product: () => 0, columns: () => 0 }),
    ({ columns }) => {
      columns?.(16384, 6, 11, 40960);
    },
  );
  expect(wrong.in(arenaWith("test", 64))["columns"]?.()).toBe(0);
  expect(refusals.get("wrong")).toBe("it gave wrong numbers");
  (refusals as Map<string, string>).delete("wrong");
});
