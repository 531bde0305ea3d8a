// What a convolution multiplies: patch[k, p] = x[c, oy · strideY + kh · dilationY, ox · strideX + kw · dilationX], with k = (c, kh, kw) and
// p = (oy, ox), of an image that has its padding already. It is never laid out as a whole; a panel of it is packed when a tile wants it.

/** Where in the image each term's values are, in bytes from where the pixel's are. */
export function writeTerms(
  to: usize, start: i32, count: i32, height: i32, width: i32, kernelY: i32, kernelX: i32, dilationY: i32, dilationX: i32,
): void {
  const area = kernelY * kernelX;
  for (let k = start; k < start + count; k++, to += 4) {
    const c = k / area, rest = k % area;
    store<i32>(to, ((c * height + (rest / kernelX) * dilationY) * width + (rest % kernelX) * dilationX) << 2);
  }
}

/** Where in the image each pixel's patch begins, in bytes. */
export function writePixels(to: usize, start: i32, count: i32, outWidth: i32, width: i32, strideY: i32, strideX: i32): void {
  let oy = start / outWidth, ox = start % outWidth;
  for (const end = to + (<usize>count << 2); to < end; to += 4) {
    store<i32>(to, (oy * strideY * width + ox * strideX) << 2);
    if (++ox == outWidth) ox = 0, oy++;
  }
}

/** Whether four offsets lie side by side. */
// @ts-ignore: decorator
@inline function areNeighbours(at: usize): bool { return load<i32>(at, 12) - load<i32>(at) == 12 && load<i32>(at, 4) - load<i32>(at) == 4; }

/** Four elements, offsets from a table. */
// @ts-ignore: decorator
@inline function gather(from: usize, at: usize): v128 {
  let x = v128.load32_zero(from + <usize>load<i32>(at));
  x = v128.load_lane<i32>(from + <usize>load<i32>(at, 4), x, 1);
  x = v128.load_lane<i32>(from + <usize>load<i32>(at, 8), x, 2);
  return v128.load_lane<i32>(from + <usize>load<i32>(at, 12), x, 3);
}

/** Eight pixels wide, terms down. Both tables hold bytes; pixels that are not there repeat one that is. */
export function packPixels(x: usize, terms: usize, count: i32, pixels: usize, to: usize): void {
  const isLeft = areNeighbours(pixels), isRight = areNeighbours(pixels + 16);
  const left = <usize>load<i32>(pixels), right = <usize>load<i32>(pixels, 16);
  for (const end = terms + (<usize>count << 2); terms < end; terms += 4, to += 32) {
    const from = x + <usize>load<i32>(terms);
    v128.store(to, isLeft ? v128.load(from + left) : gather(from, pixels));
    v128.store(to, isRight ? v128.load(from + right) : gather(from, pixels + 16), 16);
  }
}

/** Eight terms wide, pixels down. */
export function packTerms(x: usize, terms: usize, pixels: usize, count: i32, to: usize): void {
  for (const end = pixels + (<usize>count << 2); pixels < end; pixels += 4, to += 32) {
    const from = x + <usize>load<i32>(pixels);
    v128.store(to, gather(from, terms));
    v128.store(to, gather(from, terms + 16), 16);
  }
}
