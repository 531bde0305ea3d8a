// softmax(x) = e^(x − m)/Σe^(x − m), m the row's maximum      dx = y(dy − Σ dy · y)      mode 1: softmin(x) = softmax(−x)
//
// e^(x − m) is stored on the way (f32: rounded, times 2³⁰), so that there is one exponential an element. Passes: see rows.ts.
//   forward maximum(x), exponentials(x → y), scale(y → y)      from the output dot(dy, y), combine(dy, y → dx)
import { combine, exponentials, maximum, scale, total } from "../rows";

export function maximum_f32(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { maximum<f32>(x, state, rows, cols, isFirst, mode); }
export function maximum_f64(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { maximum<f64>(x, state, rows, cols, isFirst, mode); }
export function exponentials_f32(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { exponentials<f32>(x, y, state, rows, cols, isFirst, mode); }
export function exponentials_f64(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { exponentials<f64>(x, y, state, rows, cols, isFirst, mode); }
export function scale_f32(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { scale<f32>(x, y, state, rows, cols); }
export function scale_f64(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { scale<f64>(x, y, state, rows, cols); }
export function dot_f32(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { total<f32>(dy, x, state, rows, cols, isFirst, true); }
export function dot_f64(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { total<f64>(dy, x, state, rows, cols, isFirst, true); }
export function combine_f32(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { combine<f32>(dy, x, y, state, rows, cols, mode); }
export function combine_f64(dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32): void { combine<f64>(dy, x, y, state, rows, cols, mode); }
