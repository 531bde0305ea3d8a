// If this fails, a contender of the benchmarks may run after the same other one in every round, or in none.
import { expect, test } from "vitest";
import { random, shuffled } from "../bench/random.js";

const names = ["a", "b", "c", "d"];

test("numbers are from 0 to 1, evenly", () => {
  const next = random(1);
  const tenths = new Array<number>(10).fill(0);
  for (let i = 0; i < 10_000; i++) {
    const at = Math.floor(10 * next());
    tenths[at] = (tenths[at] as number) + 1;
  }
  expect(Object.keys(tenths)).toHaveLength(10);
  // Of 1000 expected the standard deviation is 30.
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(5 * 30);
});

test("all are there, the list itself is as it was", () => {
  const next = random(1);
  for (let round = 0; round < 20; round++) expect([...shuffled(names, next)].sort()).toEqual(names);
  expect(names).toEqual(["a", "b", "c", "d"]);
});

test("each is as often at each place", () => {
  const next = random(1);
  const rounds = 4000;
  const counts = new Map<string, number>();
  for (let round = 0; round < rounds; round++)
    for (const [place, name] of shuffled(names, next).entries()) counts.set(name + place, (counts.get(name + place) ?? 0) + 1);
  expect(counts.size).toBe(16);
  // Of 1000 expected the standard deviation is 27.
  for (const count of counts.values()) expect(Math.abs(count - rounds / 4)).toBeLessThan(5 * 27);
});

test("a seed gives one order", () => {
  expect(shuffled(names, random(7))).toEqual(shuffled(names, random(7)));
});
