// Loads and stores of less than a vector: nothing past an array's end is read or written.
import { zero } from "./lanes";

/** One element into lane 0, the others zero. */
// @ts-ignore: decorator
@inline export function loadOne<T>(from: usize): v128 {
  if (sizeof<T>() == 8) return v128.load64_zero(from);
  if (sizeof<T>() == 4) return v128.load32_zero(from);
  if (sizeof<T>() == 2) return v128.load_lane<i16>(from, zero(), 0);
  return v128.load_lane<i8>(from, zero(), 0);
}

/** Lane 0 to memory, and nothing beside it. */
// @ts-ignore: decorator
@inline export function storeOne<T>(to: usize, x: v128): void { v128.store_lane<T>(to, x, 0); }

/** A vector; at a row's end what is left of one, `fill` in the lanes behind. */
// @ts-ignore: decorator
@inline export function loadSome<T>(from: usize, left: usize, fill: v128): v128 {
  if (left >= 16) return v128.load(from);
  if (sizeof<T>() == 8) return v128.load_lane<i64>(from, fill, 0);
  if (left == 4) return v128.load_lane<i32>(from, fill, 0);
  const two = v128.load_lane<i64>(from, fill, 0);
  return left == 8 ? two : v128.load_lane<i32>(from, two, 2, 8);
}

/** The lanes that `loadSome` loaded. */
// @ts-ignore: decorator
@inline export function storeSome<T>(to: usize, left: usize, x: v128): void {
  if (left >= 16) v128.store(to, x);
  else if (sizeof<T>() == 4 && left == 4) v128.store_lane<i32>(to, x, 0);
  else {
    v128.store_lane<i64>(to, x, 0);
    if (sizeof<T>() == 4 && left == 12) v128.store_lane<i32>(to, x, 2, 8);
  }
}
