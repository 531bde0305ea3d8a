// What recurrent cells do element by element, forward and back through a step. Gates lie in blocks, one behind the other: a block is [rows,
// cols], rows · cols elements apart from the next. Strides are those of rows, in elements.
import { zeroWhere } from "../../lanes";
import { loadOne, storeOne } from "../../partial";

/** Four elements, or one: what is left of a row goes one by one. */
// @ts-ignore: decorator
@inline function get(from: usize, isOne: bool): v128 { return isOne ? loadOne<f32>(from) : v128.load(from); }

// @ts-ignore: decorator
@inline function put(to: usize, isOne: bool, x: v128): void {
  if (isOne) storeOne<f32>(to, x);
  else v128.store(to, x);
}

// @ts-ignore: decorator
@inline function times(a: v128, b: v128): v128 { return f32x4.mul(a, b); }

/** dy · f′ for y = tanh x or relu x. */
// @ts-ignore: decorator
@inline function slope(dy: v128, y: v128, isRelu: bool): v128 {
  const one = f32x4.splat(1);
  return isRelu
    ? zeroWhere(f32x4.le(y, f32x4.splat(0)), dy)
    : times(dy, times(f32x4.sub(one, y), f32x4.add(one, y)));
}

/** dy · f′ for y = sigmoid x. */
// @ts-ignore: decorator
@inline function sigmoidSlope(dy: v128, y: v128): v128 { return times(dy, times(y, f32x4.sub(f32x4.splat(1), y))); }

/** to ← from, row by row. */
export function copy_f32(from: usize, fromStride: i32, to: usize, toStride: i32, rows: i32, cols: i32): void {
  const bytes = <usize>cols << 2;
  for (let row = 0; row < rows; row++, from += <usize>fromStride << 2, to += <usize>toStride << 2) {
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16) v128.store(to + i, v128.load(from + i));
    for (; i < bytes; i += 4) put(to + i, true, get(from + i, true));
  }
}

/** y ← a ∘ b; a and b are [rows, cols]. */
export function multiply_f32(a: usize, b: usize, y: usize, yStride: i32, rows: i32, cols: i32): void {
  const bytes = <usize>cols << 2;
  for (let row = 0; row < rows; row++, a += bytes, b += bytes, y += <usize>yStride << 2) {
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16) v128.store(y + i, times(v128.load(a + i), v128.load(b + i)));
    for (; i < bytes; i += 4) put(y + i, true, times(get(a + i, true), get(b + i, true)));
  }
}

// @ts-ignore: decorator
@inline function lstmCell(i: usize, f: usize, g: usize, before: usize, after: usize, isOne: bool): void {
  put(after, isOne, f32x4.add(times(get(f, isOne), get(before, isOne)), times(get(i, isOne), get(g, isOne))));
}

/** c ← f ∘ before + i ∘ g; the gates are o, i, f, g, n elements each. `after` may be `before`. */
export function lstm_cell_f32(gates: usize, before: usize, after: usize, n: i32): void {
  const bytes = <usize>n << 2, i = gates + bytes, f = i + bytes, g = f + bytes;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) lstmCell(i + at, f + at, g + at, before + at, after + at, false);
  for (; at < bytes; at += 4) lstmCell(i + at, f + at, g + at, before + at, after + at, true);
}

/** n ← n + r ∘ m, the gates being r, z, n, m. */
export function gru_candidate_f32(gates: usize, n: i32): void {
  const bytes = <usize>n << 2, candidate = gates + 2 * bytes, hidden = candidate + bytes;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16)
    v128.store(candidate + at, f32x4.add(v128.load(candidate + at), times(v128.load(gates + at), v128.load(hidden + at))));
  for (; at < bytes; at += 4)
    put(candidate + at, true, f32x4.add(get(candidate + at, true), times(get(gates + at, true), get(hidden + at, true))));
}

// @ts-ignore: decorator
@inline function gruCell(z: usize, n: usize, before: usize, after: usize, isOne: bool): void {
  const gate = get(z, isOne);
  put(after, isOne, f32x4.add(times(f32x4.sub(f32x4.splat(1), gate), get(n, isOne)), times(gate, get(before, isOne))));
}

/** h ← (1 − z) ∘ n + z ∘ before, the gates being r, z, n, m. `after` may be `before`. */
export function gru_cell_f32(gates: usize, before: usize, beforeStride: i32, after: usize, afterStride: i32, rows: i32, cols: i32): void {
  const bytes = <usize>cols << 2, block = bytes * <usize>rows;
  let z = gates + block, n = z + block;
  for (let row = 0; row < rows; row++) {
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16) gruCell(z + i, n + i, before + i, after + i, false);
    for (; i < bytes; i += 4) gruCell(z + i, n + i, before + i, after + i, true);
    z += bytes;
    n += bytes;
    before += <usize>beforeStride << 2;
    after += <usize>afterStride << 2;
  }
}

/** Gradient of what the activation got: to ← d · f′, from its result y [rows, cols]. */
export function rnn_gradient_f32(d: usize, dStride: i32, y: usize, to: usize, toStride: i32, rows: i32, cols: i32, isRelu: i32): void {
  const bytes = <usize>cols << 2;
  for (let row = 0; row < rows; row++, d += <usize>dStride << 2, y += bytes, to += <usize>toStride << 2) {
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16) put(to + i, false, slope(get(d + i, false), get(y + i, false), isRelu != 0));
    for (; i < bytes; i += 4) put(to + i, true, slope(get(d + i, true), get(y + i, true), isRelu != 0));
  }
}

// @ts-ignore: decorator
@inline function lstmGradient(
  gates: usize, block: usize, before: usize, s: usize, d: usize, dc: usize, to: usize, bytes: usize, isRelu: bool, isOne: bool,
): void {
  const o = get(gates, isOne), i = get(gates + block, isOne), f = get(gates + 2 * block, isOne), g = get(gates + 3 * block, isOne);
  const dh = get(d, isOne), shown = get(s, isOne);
  const cell = f32x4.add(get(dc, isOne), slope(times(dh, o), shown, isRelu));
  put(to, isOne, sigmoidSlope(times(cell, g), i));
  put(to + bytes, isOne, sigmoidSlope(times(cell, get(before, isOne)), f));
  put(to + 2 * bytes, isOne, slope(times(cell, i), g, isRelu));
  put(to + 3 * bytes, isOne, sigmoidSlope(times(dh, shown), o));
  put(dc, isOne, times(cell, f));
}

/**
 * Gradients of what the gates' activations got, rows of [i | f | g | o] at `to`, from d, that of h, and dc, that of c, which becomes that of
 * `before`. The gates are o, i, f, g; s is the activation of c; before, s and dc are [rows, cols].
 */
export function lstm_gradient_f32(
  gates: usize, before: usize, s: usize, d: usize, dStride: i32, dc: usize, to: usize, toStride: i32, rows: i32, cols: i32, isRelu: i32,
): void {
  const bytes = <usize>cols << 2, block = bytes * <usize>rows;
  for (let row = 0; row < rows; row++) {
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16) lstmGradient(gates + i, block, before + i, s + i, d + i, dc + i, to + i, bytes, isRelu != 0, false);
    for (; i < bytes; i += 4) lstmGradient(gates + i, block, before + i, s + i, d + i, dc + i, to + i, bytes, isRelu != 0, true);
    gates += bytes;
    before += bytes;
    s += bytes;
    dc += bytes;
    d += <usize>dStride << 2;
    to += <usize>toStride << 2;
  }
}

// @ts-ignore: decorator
@inline function gruGradient(
  gates: usize, block: usize, before: usize, d: usize, input: usize, hidden: usize, bytes: usize, back: usize, isAdded: bool, isOne: bool,
): void {
  const r = get(gates, isOne), z = get(gates + block, isOne), n = get(gates + 2 * block, isOne), m = get(gates + 3 * block, isOne);
  const dh = get(d, isOne);
  const dn = slope(times(dh, f32x4.sub(f32x4.splat(1), z)), n, false);
  const dr = sigmoidSlope(times(dn, m), r), dz = sigmoidSlope(times(dh, f32x4.sub(get(before, isOne), n)), z);
  put(input, isOne, dr);
  put(input + bytes, isOne, dz);
  put(input + 2 * bytes, isOne, dn);
  put(hidden, isOne, dr);
  put(hidden + bytes, isOne, dz);
  put(hidden + 2 * bytes, isOne, times(dn, r));
  const direct = times(dh, z);
  put(back, isOne, isAdded ? f32x4.add(get(back, isOne), direct) : direct);
}

/**
 * Gradients of what the gates' activations got, from d, that of h: rows of [r | z | n] at `input` for the input's products, at `hidden` for
 * those of `before`, toStride apart. back ← d ∘ z, or has it added; it may be d. The gates are r, z, n, m.
 */
export function gru_gradient_f32(
  gates: usize, before: usize, beforeStride: i32, d: usize, dStride: i32, input: usize, hidden: usize, toStride: i32,
  back: usize, backStride: i32, isAdded: i32, rows: i32, cols: i32,
): void {
  const bytes = <usize>cols << 2, block = bytes * <usize>rows;
  for (let row = 0; row < rows; row++) {
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16) gruGradient(gates + i, block, before + i, d + i, input + i, hidden + i, bytes, back + i, isAdded != 0, false);
    for (; i < bytes; i += 4) gruGradient(gates + i, block, before + i, d + i, input + i, hidden + i, bytes, back + i, isAdded != 0, true);
    gates += bytes;
    before += <usize>beforeStride << 2;
    d += <usize>dStride << 2;
    input += <usize>toStride << 2;
    hidden += <usize>toStride << 2;
    back += <usize>backStride << 2;
  }
}
