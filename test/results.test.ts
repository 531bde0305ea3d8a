// If this fails, the committed table of the runs over all float32 inputs claims something that no run can have found, or that breaks
// a bound. Whether it is of today's kernels is told by `npm run test:exhaustive -- --check`.
import { expect, test } from "vitest";
import { readResults, sweeps, titleOf, ulpIn } from "./exhaustive/results.js";

const known = new Map(sweeps(undefined, true).map((sweep) => [sweep.title, sweep]));

test.each(readResults().map((row) => [titleOf(row), row] as const))("%s", (title, row) => {
  const sweep = known.get(title);
  expect(sweep, "a row for something that is not swept").toBeDefined();
  const bound = sweep?.op.definition.ulp.f32 ?? 0;
  expect(row.inputs).toBe(`${2 ** 32}`);
  expect(ulpIn(row)).toBeLessThanOrEqual(bound);
  if (bound === 0) expect(row["not correctly rounded"]).toBe("0");
  expect(row["worst input"] === "").toBe(row["not correctly rounded"] === "0");
});

test("every row is there once", () => {
  const titles = readResults().map(titleOf);
  expect(titles).toEqual([...new Set(titles)]);
});
