// A loss and its gradient beside the formula in float64 and that formula's differences.
import { expect } from "vitest";
import type { Tensor } from "../../src/engine/tensor.js";
import type { Loss, Losses, Reduction } from "../../src/nn/losses.js";

const reductions: readonly Reduction[] = ["mean", "sum", "none"];
const ROUND = 2 ** -24;

/** A loss as any of them is called here: of x alone, the rest being fixed. */
type Call = (x: Tensor, reduction: Reduction) => Loss | Losses;
/** The naive formula in float64: the losses one by one, and how many of them the mean is of. */
export type Naive = (x: readonly number[]) => { losses: number[]; count: number };

/** Compares loss and gradient of every reduction with the formula and its central differences. */
export const check = (call: Call, naive: Naive, x: Tensor, lossShape: readonly number[]): void => {
  const numbers = Array.from(x.data);
  for (const reduction of reductions) {
    const { loss, gradient } = call(x, reduction);
    const { losses, count } = naive(numbers);
    const scale = reduction === "mean" ? 1 / count : 1;
    const total = (at: readonly number[]): number => naive(at).losses.reduce((sum, l) => sum + l, 0) * scale;
    if (typeof loss === "number") {
      expect(reduction).not.toBe("none");
      expect(Math.abs(loss - total(numbers))).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(loss)));
    } else {
      expect(reduction).toBe("none");
      expect(loss.shape).toEqual(lossShape);
      expect(loss.data).toBeInstanceOf(Float32Array);
      losses.forEach((l, i) => {
        expect(Math.abs((loss.data[i] as number) - l)).toBeLessThanOrEqual(ROUND * Math.abs(l) + 1e-12);
      });
    }
    expect(gradient.shape).toEqual(x.shape);
    expect(gradient.shape).not.toBe(x.shape);
    expect(gradient.data).toBeInstanceOf(Float32Array);
    numbers.forEach((value, i) => {
      const h = 1e-5;
      const moved = (by: number): number[] => numbers.map((n, k) => (k === i ? value + by : n));
      const slope = (total(moved(h)) - total(moved(-h))) / (2 * h);
      expect(Math.abs((gradient.data[i] as number) - slope), `${reduction}, element ${i}`).toBeLessThanOrEqual(
        1e-7 * (1 + Math.abs(slope)),
      );
    });
  }
};

export const some = [0.5, -1.25, 3, -0.001, 0.75, 2.5, -4, 0.125, 1, -2, 0.3, 6];
