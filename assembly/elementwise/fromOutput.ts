// Gradients from y = f(x), where f′ is a simple function of y: on f64 lanes, rounded once.
import { Gradient } from "./activation";
import { OnF64, onF64, scaled } from "../lanes";

export interface OutputSlope {
  /** f′ from y on f64 lanes; p is the op's parameter. */
  slope(y: v128, p: v128): v128;
}

@final class AnySlope<Op extends OutputSlope> implements OnF64 {
  @inline at(y: v128, a: v128, b: v128): v128 { return changetype<Op>(0).slope(y, a); }
}

@final export class FromOutput<T, Op extends OutputSlope> implements Gradient {
  @inline gradientsAbreast(): i32 { return 1; }
  @inline gradient(dy: v128, y: v128, a: v128, b: v128): v128 { return scaled<T>(dy, onF64<T, AnySlope<Op>>(y, a, b)); }
}
