// If this fails, memory grows with the arrays that pass through, or the far end of a huge one is not reached.
import { expect, test } from "vitest";
import { relu } from "./support/api.js";

test("200 million elements: memory does not grow with the array", () => {
  const x = new Float32Array(200_000_000).fill(-1);
  x[0] = 3;
  x[100_000_001] = 4;
  x[199_999_999] = 5;
  relu(x, { out: x });
  const before = process.memoryUsage().rss;
  relu(x, { out: x });
  expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20);
  let [sum, positive] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    sum += x[i] as number;
    positive += (x[i] as number) > 0 ? 1 : 0;
  }
  expect([sum, positive]).toEqual([12, 3]);
});
