// Gradients from y = f(x), where f′ is a simple function of y: on f64 lanes, rounded once.
import { Activation } from "./activation";
import { high, low, narrow, scaled } from "./lanes";

export interface Output {
  /** f′ from y on f64 lanes; p is the op's parameter. */
  slope(y: v128, p: v128): v128;
}

@final export class FromOutput<T, Op extends Output> implements Activation {
  @inline light(): bool { return false; }
  @inline f(x: v128, a: v128, b: v128): v128 { return x; }
  @inline gradient(dy: v128, y: v128, a: v128, b: v128): v128 {
    const op = changetype<Op>(0);
    return scaled<T>(dy, sizeof<T>() == 4 ? narrow(op.slope(low(y), low(a)), op.slope(high(y), low(a))) : op.slope(y, a));
  }
}
