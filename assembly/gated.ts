// What gated units add to the activation that they gate with: rows of x are two halves, [a | b], of which one goes through the
// activation's kernel and multiplies the other. A half is worked on where it stands; only short gates are laid side by side.
//
// An own module for each unit, with the activation inlined in one pass over memory, was measured: 6.2 kB more in a bundle of
// everything (gzipped; 2.7 of them for geglu), since next to nothing of one module is found again in another.
import { loadOne, storeOne } from "./partial";

/** Exported by the build as multiply, for both types. */
export interface Product {
  multiply(x: usize, y: usize, z: usize, rows: usize, cols: usize, xStride: usize, yStride: usize, zStride: usize): void;
}

/** Exported by the build as copy_i32. */
export interface RowsCopy {
  copy(from: usize, fromStride: usize, to: usize, toStride: usize, rows: usize, bytes: usize): void;
}

/** z[r, i] = x[r, i] · y[r, i] for i < cols; rows are so many bytes apart. z may be x or y. */
@final export class Multiply<T> implements Product {
  @inline multiply(x: usize, y: usize, z: usize, rows: usize, cols: usize, xStride: usize, yStride: usize, zStride: usize): void {
    const bytes = cols * sizeof<T>(), whole = bytes & ~15;
    for (; rows; rows--, x += xStride, y += yStride, z += zStride) {
      let i: usize = 0;
      for (; i < whole; i += 16) v128.store(z + i, v128.mul<T>(v128.load(x + i), v128.load(y + i)));
      for (; i < bytes; i += sizeof<T>()) storeOne<T>(z + i, v128.mul<T>(loadOne<T>(x + i), loadOne<T>(y + i)));
    }
  }
}

/** rows pieces of `bytes`, a multiple of 4, from addresses `fromStride` apart to addresses `toStride` apart. */
@final export class Copy implements RowsCopy {
  @inline copy(from: usize, fromStride: usize, to: usize, toStride: usize, rows: usize, bytes: usize): void {
    for (; rows; rows--, from += fromStride, to += toStride) {
      let i: usize = 0;
      for (const whole = bytes & ~15; i < whole; i += 16) v128.store(to + i, v128.load(from + i));
      for (; i < bytes; i += 4) store<i32>(to + i, load<i32>(from + i));
    }
  }
}
