// Pooling over the planes of images, [planes, height, width] → [planes, outHeight, outWidth]. Windows may reach beyond the plane.
import { addWindow, averageSquares, gradientOfSquares, windowSum } from "../averagePool";
import { clear } from "../clear";
import { gradientSquares, maximumGradientRow, maximumRow, maximumSquares } from "../maxPool";

/** Whether windows are squares of 2 × 2 side by side, four or more in a row, all of them inside. */
// @ts-ignore: decorator
@inline function isHalving(
  height: i32, width: i32, outHeight: i32, outWidth: i32, kernelY: i32, kernelX: i32, strideY: i32, strideX: i32, paddingY: i32, paddingX: i32,
): bool {
  return (
    kernelY == 2 && kernelX == 2 && strideY == 2 && strideX == 2 && (paddingY | paddingX) == 0 &&
    outWidth >= 4 && 2 * outWidth <= width && 2 * outHeight <= height
  );
}

/** y ← the maximum of each window; −∞ of one that has nothing but padding. */
export function maximum_f32(
  x: usize, planes: i32, height: i32, width: i32, y: usize, outHeight: i32, outWidth: i32, kernelY: i32, kernelX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, dilationY: i32, dilationX: i32,
): void {
  const isFast = (dilationY & dilationX) == 1 &&
    isHalving(height, width, outHeight, outWidth, kernelY, kernelX, strideY, strideX, paddingY, paddingX);
  const rowBytes = <usize>width << 2;
  for (; planes > 0; planes--, x += <usize>height * rowBytes) {
    for (let oy = 0; oy < outHeight; oy++, y += <usize>outWidth << 2) {
      const top = x + <usize>(2 * oy) * rowBytes;
      if (isFast && !maximumSquares(top, top + rowBytes, y, outWidth)) continue;
      maximumRow(
        x, height, width, y, oy, outWidth, kernelY, kernelX, strideY, strideX, paddingY, paddingX, dilationY, dilationX,
      );
    }
  }
}

/** dx ← for each element the sum of dy over the windows whose maximum it is. */
export function maximum_gradient_f32(
  x: usize, planes: i32, height: i32, width: i32, dy: usize, outHeight: i32, outWidth: i32, kernelY: i32, kernelX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, dilationY: i32, dilationX: i32, dx: usize,
): void {
  const isFast = (dilationY & dilationX) == 1 &&
    isHalving(height, width, outHeight, outWidth, kernelY, kernelX, strideY, strideX, paddingY, paddingX);
  const rowBytes = <usize>width << 2, planeBytes = <usize>height * rowBytes;
  for (; planes > 0; planes--, x += planeBytes, dx += planeBytes) {
    clear(dx, planeBytes);
    for (let oy = 0; oy < outHeight; oy++, dy += <usize>outWidth << 2) {
      const offset = <usize>(2 * oy) * rowBytes, top = x + offset, to = dx + offset;
      if (isFast) {
        if (!gradientSquares(top, top + rowBytes, dy, to, to + rowBytes, outWidth)) continue;
        clear(to, 2 * rowBytes);
      }
      maximumGradientRow(
        x, height, width, dy, dx, oy, outWidth, kernelY, kernelX, strideY, strideX, paddingY, paddingX, dilationY, dilationX,
      );
    }
  }
}

/** The part of a window from `start` to `end` that is inside, from where and how much. */
// @ts-ignore: decorator
@inline function inside(start: i32, end: i32, size: i32): i32 { return max(0, min(end, size) - max(start, 0)); }

/** y ← the mean of each window; its padding counts as zeros if `countsPadding`, but not what is beyond the padding. */
export function average_f32(
  x: usize, planes: i32, height: i32, width: i32, y: usize, outHeight: i32, outWidth: i32, kernelY: i32, kernelX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countsPadding: i32,
): void {
  const isFast = isHalving(height, width, outHeight, outWidth, kernelY, kernelX, strideY, strideX, paddingY, paddingX);
  const rowBytes = <usize>width << 2;
  for (; planes > 0; planes--, x += <usize>height * rowBytes) {
    for (let oy = 0; oy < outHeight; oy++) {
      const top = oy * strideY - paddingY, bottom = min(top + kernelY, height + paddingY), rows = inside(top, bottom, height);
      const row = x + <usize>max(0, top) * rowBytes;
      if (isFast) {
        averageSquares(row, row + rowBytes, y, outWidth);
        y += <usize>outWidth << 2;
        continue;
      }
      for (let ox = 0; ox < outWidth; ox++, y += 4) {
        const left = ox * strideX - paddingX, right = min(left + kernelX, width + paddingX), columns = inside(left, right, width);
        const count = countsPadding ? <f64>(bottom - top) * <f64>(right - left) : <f64>rows * <f64>columns;
        store<f32>(y, <f32>(windowSum(row + (<usize>max(0, left) << 2), rows, rowBytes, columns) / count));
      }
    }
  }
}

/** dx ← for each element the sum of dy / count over the windows that it is in. */
export function average_gradient_f32(
  dy: usize, planes: i32, height: i32, width: i32, dx: usize, outHeight: i32, outWidth: i32, kernelY: i32, kernelX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countsPadding: i32,
): void {
  const isFast = isHalving(height, width, outHeight, outWidth, kernelY, kernelX, strideY, strideX, paddingY, paddingX);
  const rowBytes = <usize>width << 2, planeBytes = <usize>height * rowBytes;
  for (; planes > 0; planes--, dx += planeBytes) {
    clear(dx, planeBytes);
    for (let oy = 0; oy < outHeight; oy++) {
      const top = oy * strideY - paddingY, bottom = min(top + kernelY, height + paddingY), rows = inside(top, bottom, height);
      const row = dx + <usize>max(0, top) * rowBytes;
      if (isFast) {
        gradientOfSquares(dy, row, row + rowBytes, outWidth);
        dy += <usize>outWidth << 2;
        continue;
      }
      for (let ox = 0; ox < outWidth; ox++, dy += 4) {
        const left = ox * strideX - paddingX, right = min(left + kernelX, width + paddingX), columns = inside(left, right, width);
        const count = countsPadding ? <f64>(bottom - top) * <f64>(right - left) : <f64>rows * <f64>columns;
        addWindow(row + (<usize>max(0, left) << 2), rows, rowBytes, columns, <f32>(<f64>load<f32>(dy) / count));
      }
    }
  }
}

/** Where window i of `out` begins on an axis of so many elements. */
// @ts-ignore: decorator
@inline function startOf(i: i32, size: i32, out: i32): i32 { return <i32>(<i64>i * <i64>size / <i64>out); }

/** Where it ends: windows overlap where out divides size not. */
// @ts-ignore: decorator
@inline function endOf(i: i32, size: i32, out: i32): i32 { return <i32>((<i64>(i + 1) * <i64>size + <i64>(out - 1)) / <i64>out); }

/** y ← the mean of each of outHeight × outWidth windows that cover the plane evenly. */
export function adaptive_f32(x: usize, planes: i32, height: i32, width: i32, y: usize, outHeight: i32, outWidth: i32): void {
  const rowBytes = <usize>width << 2;
  for (; planes > 0; planes--, x += <usize>height * rowBytes) {
    for (let oy = 0; oy < outHeight; oy++) {
      const top = startOf(oy, height, outHeight), rows = endOf(oy, height, outHeight) - top;
      for (let ox = 0; ox < outWidth; ox++, y += 4) {
        const left = startOf(ox, width, outWidth), columns = endOf(ox, width, outWidth) - left;
        const sum = windowSum(x + (<usize>(top * width + left) << 2), rows, rowBytes, columns);
        store<f32>(y, <f32>(sum / (<f64>rows * <f64>columns)));
      }
    }
  }
}

/** dx ← for each element the sum of dy / count over the windows that it is in. */
export function adaptive_gradient_f32(dy: usize, planes: i32, height: i32, width: i32, dx: usize, outHeight: i32, outWidth: i32): void {
  const rowBytes = <usize>width << 2, planeBytes = <usize>height * rowBytes;
  for (; planes > 0; planes--, dx += planeBytes) {
    clear(dx, planeBytes);
    for (let oy = 0; oy < outHeight; oy++) {
      const top = startOf(oy, height, outHeight), rows = endOf(oy, height, outHeight) - top;
      for (let ox = 0; ox < outWidth; ox++, dy += 4) {
        const left = startOf(ox, width, outWidth), columns = endOf(ox, width, outWidth) - left;
        const value = <f32>(<f64>load<f32>(dy) / (<f64>rows * <f64>columns));
        addWindow(dx + (<usize>(top * width + left) << 2), rows, rowBytes, columns, value);
      }
    }
  }
}
