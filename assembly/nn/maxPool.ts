// The maximum of windows over a plane. NaN wins, the first of them; of equals the first one does. Padding never wins.
import { keepWhere, zero, zeroWhere } from "../lanes";

// @ts-ignore: decorator
@inline function hasNaN(x: v128): bool { return v128.any_true(f32x4.ne(x, x)); }

/** Elements of a window before those that are inside, on one axis. */
// @ts-ignore: decorator
@inline function before(start: i32, dilation: i32): i32 {
  if (start >= 0) return 0;
  return dilation == 1 ? -start : (dilation - 1 - start) / dilation;
}

/** Elements of a window as far as the last one inside, on one axis. */
// @ts-ignore: decorator
@inline function until(start: i32, dilation: i32, kernel: i32, size: i32): i32 {
  if (start >= size) return 0;
  return min(kernel, dilation == 1 ? size - start : (size - 1 - start) / dilation + 1);
}

/** Where the maximum of rows × columns elements is, which are so many bytes apart. There is at least one. */
// @ts-ignore: decorator
@inline function winner(from: usize, rows: i32, rowStep: usize, columns: i32, step: usize): usize {
  let best = load<f32>(from), at = from;
  for (let i = 0; i < rows; i++, from += rowStep) {
    const end = from + <usize>columns * step;
    for (let p = from; p < end; p += step) {
      // Without a branch: which one is larger cannot be predicted.
      const value = load<f32>(p), stays = i32(value <= best) | i32(best != best);
      best = select<f32>(best, value, stays);
      at = select<usize>(at, p, stays);
    }
  }
  return at;
}

/** Four elements, `step` bytes apart. */
// @ts-ignore: decorator
@inline function four(from: usize, step: usize): v128 {
  if (step == 4) return v128.load(from);
  return v128.load_lane<i32>(
    from + 3 * step,
    v128.load_lane<i32>(from + 2 * step, v128.load_lane<i32>(from + step, v128.load32_zero(from), 1), 2), 3,
  );
}

/** The numbers of windows in a row that are inside on the axis of rows: from the first one to before the last one. */
// @ts-ignore: decorator
@inline function firstWhole(stride: i32, padding: i32): i32 { return (padding + stride - 1) / stride; }

// @ts-ignore: decorator
@inline function endWhole(width: i32, out: i32, kernel: i32, stride: i32, padding: i32, dilation: i32): i32 {
  const last = width - 1 - (kernel - 1) * dilation + padding;
  return last < 0 ? 0 : min(out, last / stride + 1);
}

/** The maxima of four windows `stride` bytes apart. Whether there may be a NaN, and then they may not be: the sum of all is NaN then. */
// @ts-ignore: decorator
@inline function maximumFour(from: usize, rows: i32, rowStep: usize, columns: i32, step: usize, stride: usize, y: usize): bool {
  let best = f32x4.splat(-Infinity), sum = zero();
  for (let i = 0; i < rows; i++, from += rowStep) {
    const end = from + <usize>columns * step;
    for (let p = from; p < end; p += step) {
      const value = four(p, stride);
      sum = f32x4.add(sum, value);
      best = f32x4.pmax(best, value);
    }
  }
  v128.store(y, best);
  return hasNaN(sum);
}

/** Where they are: how far behind the first element of each. */
// @ts-ignore: decorator
@inline function gradientFour(from: usize, rows: i32, rowStep: usize, columns: i32, step: usize, stride: usize, dy: usize, dx: usize): bool {
  let best = four(from, stride), sum = zero(), at = zero(), row: usize = 0;
  for (let i = 0; i < rows; i++, row += rowStep) {
    const end = row + <usize>columns * step;
    for (let offset = row; offset < end; offset += step) {
      const value = four(from + offset, stride), isMore = f32x4.gt(value, best);
      sum = f32x4.add(sum, value);
      best = v128.bitselect(value, best, isMore);
      at = v128.bitselect(i32x4.splat(<i32>offset), at, isMore);
    }
  }
  if (hasNaN(sum)) return true;
  add(dx + <usize>i32x4.extract_lane(at, 0), dy);
  add(dx + <usize>i32x4.extract_lane(at, 1) + stride, dy + 4);
  add(dx + <usize>i32x4.extract_lane(at, 2) + 2 * stride, dy + 8);
  add(dx + <usize>i32x4.extract_lane(at, 3) + 3 * stride, dy + 12);
  return false;
}

// @ts-ignore: decorator
@inline function add(to: usize, from: usize): void { store<f32>(to, load<f32>(to) + load<f32>(from)); }

/** Row `oy` of y. */
export function maximumRow(
  x: usize, height: i32, width: i32, y: usize, oy: i32, outWidth: i32, kernelY: i32, kernelX: i32, strideY: i32, strideX: i32,
  paddingY: i32, paddingX: i32, dilationY: i32, dilationX: i32,
): void {
  const top = oy * strideY - paddingY, firstRow = before(top, dilationY), rows = until(top, dilationY, kernelY, height) - firstRow;
  const row = x + (<usize>((top + firstRow * dilationY) * width) << 2), rowStep = <usize>(dilationY * width) << 2, step = <usize>dilationX << 2;
  const start = firstWhole(strideX, paddingX), end = endWhole(width, outWidth, kernelX, strideX, paddingX, dilationX);
  for (let ox = 0; ox < outWidth; ox++) {
    let last = ox;
    if (rows > 0 && ox >= start && ox < end && end - start >= 4) {
      // The last four may be some that were there before.
      ox = min(ox, end - 4);
      last = ox + 3;
      const from = row + (<usize>(ox * strideX - paddingX) << 2);
      if (!maximumFour(from, rows, rowStep, kernelX, step, <usize>strideX << 2, y + (<usize>ox << 2))) {
        ox = last;
        continue;
      }
    }
    for (; ; ox++) {
      const left = ox * strideX - paddingX, first = before(left, dilationX), columns = until(left, dilationX, kernelX, width) - first;
      const from = row + (<usize>(left + first * dilationX) << 2);
      store<f32>(y + (<usize>ox << 2), rows > 0 && columns > 0 ? load<f32>(winner(from, rows, rowStep, columns, step)) : -Infinity);
      if (ox == last) break;
    }
  }
}

/** dx += dy of row `oy`, where the maxima are. */
export function maximumGradientRow(
  x: usize, height: i32, width: i32, dy: usize, dx: usize, oy: i32, outWidth: i32, kernelY: i32, kernelX: i32, strideY: i32, strideX: i32,
  paddingY: i32, paddingX: i32, dilationY: i32, dilationX: i32,
): void {
  const top = oy * strideY - paddingY, firstRow = before(top, dilationY), rows = until(top, dilationY, kernelY, height) - firstRow;
  if (rows <= 0) return;
  const row = x + (<usize>((top + firstRow * dilationY) * width) << 2), rowStep = <usize>(dilationY * width) << 2, step = <usize>dilationX << 2;
  const start = firstWhole(strideX, paddingX), end = endWhole(width, outWidth, kernelX, strideX, paddingX, dilationX);
  for (let ox = 0; ox < outWidth; ) {
    let next = ox + 1;
    if (ox >= start && ox + 4 <= end) {
      next = ox + 4;
      const from = row + (<usize>(ox * strideX - paddingX) << 2);
      if (!gradientFour(from, rows, rowStep, kernelX, step, <usize>strideX << 2, dy + (<usize>ox << 2), from - x + dx)) {
        ox = next;
        continue;
      }
    }
    for (; ox < next; ox++) {
      const left = ox * strideX - paddingX, first = before(left, dilationX), columns = until(left, dilationX, kernelX, width) - first;
      if (columns > 0) add(winner(row + (<usize>(left + first * dilationX) << 2), rows, rowStep, columns, step) - x + dx, dy + (<usize>ox << 2));
    }
  }
}

// Squares of 2 × 2 side by side, four at a time: of two vectors the left and the right columns.

// @ts-ignore: decorator
@inline function lefts(x: v128, next: v128): v128 { return v128.shuffle<i32>(x, next, 0, 2, 4, 6); }

// @ts-ignore: decorator
@inline function rights(x: v128, next: v128): v128 { return v128.shuffle<i32>(x, next, 1, 3, 5, 7); }

/**
 * A row of at least four squares. pmax keeps its first operand where either is NaN. If a NaN in the second may have been lost, the result is
 * true, and the row has to be done anew: then the sum of these is NaN. (With infinities too; that costs time only.)
 */
export function maximumSquares(top: usize, bottom: usize, y: usize, outWidth: i32): bool {
  let sum = zero();
  for (let ox = 0; ox < outWidth; ox += 4) {
    // The last four may be some that were there before.
    const at = <usize>min(ox, outWidth - 4), a = top + (at << 3), c = bottom + (at << 3);
    const a0 = v128.load(a), a1 = v128.load(a, 16), c0 = v128.load(c), c1 = v128.load(c, 16);
    const right = rights(a0, a1), lowerRight = rights(c0, c1);
    const upper = f32x4.pmax(lefts(a0, a1), right), lower = f32x4.pmax(lefts(c0, c1), lowerRight);
    sum = f32x4.add(sum, f32x4.add(right, f32x4.add(lowerRight, lower)));
    v128.store(y + (at << 2), f32x4.pmax(upper, lower));
  }
  return hasNaN(sum);
}

// @ts-ignore: decorator
@inline function spread(to: usize, left: v128, right: v128): void {
  v128.store(to, v128.shuffle<i32>(left, right, 0, 4, 1, 5));
  v128.store(to, v128.shuffle<i32>(left, right, 2, 6, 3, 7), 16);
}

/** dx ← dy at the maxima of a row of at least four squares, else 0; if there may be a NaN in x something else, and true is the result. */
export function gradientSquares(top: usize, bottom: usize, dy: usize, upper: usize, lower: usize, outWidth: i32): bool {
  let sum = zero();
  for (let ox = 0; ox < outWidth; ox += 4) {
    const at = <usize>min(ox, outWidth - 4), offset = at << 3;
    const a0 = v128.load(top + offset), a1 = v128.load(top + offset, 16);
    const c0 = v128.load(bottom + offset), c1 = v128.load(bottom + offset, 16);
    const a = lefts(a0, a1), b = rights(a0, a1), c = lefts(c0, c1), d = rights(c0, c1);
    sum = f32x4.add(sum, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
    const best = f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d)), g = v128.load(dy + (at << 2));
    const isA = f32x4.eq(a, best), isB = f32x4.eq(b, best), isC = f32x4.eq(c, best), above = v128.or(isA, isB);
    spread(upper + offset, keepWhere(isA, g), zeroWhere(isA, keepWhere(isB, g)));
    spread(lower + offset, zeroWhere(above, keepWhere(isC, g)), zeroWhere(v128.or(above, isC), g));
  }
  return hasNaN(sum);
}
