// logSoftmax(x) = (x − m) − log Σe^(x − m), m the row's maximum      dx = dy − e^y · Σ dy
// logSumExp(x) = m + log Σe^(x − m), one value a row                 dx = dy · e^(x − logSumExp)
//
// Passes: see rows.ts; those on the state alone are the same for both types. Both begin with maximum(x), sum_below(x), logarithm(); then
//   logSoftmax shift(x → y)      backward sum(dy), spread(dy, x → dx); from the output as_given() comes in place of the beginning
//   logSumExp  result(→ y)       backward spread(dy, x → dx) with mode 1
import { asGiven, logarithm, maximum, result, shift, spread, sumBelow, total } from "../rows";

export function maximum_f32(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { maximum<f32>(x, state, rows, cols, isFirst, 0); }
export function maximum_f64(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { maximum<f64>(x, state, rows, cols, isFirst, 0); }
export function sum_below_f32(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { sumBelow<f32>(x, state, rows, cols, isFirst); }
export function sum_below_f64(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { sumBelow<f64>(x, state, rows, cols, isFirst); }
export function logarithm_f64(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { logarithm(state, rows); }
export function shift_f32(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { shift<f32>(x, y, state, rows, cols); }
export function shift_f64(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { shift<f64>(x, y, state, rows, cols); }
export function sum_f32(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { total<f32>(dy, x, state, rows, cols, isFirst, false); }
export function sum_f64(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { total<f64>(dy, x, state, rows, cols, isFirst, false); }
export function spread_f32(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { spread<f32>(dy, x, y, state, rows, cols, mode); }
export function spread_f64(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { spread<f64>(dy, x, y, state, rows, cols, mode); }
export function result_f32(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { result<f32>(y, state, rows); }
export function result_f64(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { result<f64>(y, state, rows); }
export function as_given_f64(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { asGiven(state, rows); }
