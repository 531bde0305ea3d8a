// The activations that a layer may have. All are the package's; what the page's slope is to them is said here.
import {
  celu,
  elu,
  gelu,
  geluTanh,
  hardshrink,
  hardsigmoid,
  hardswish,
  hardtanh,
  leakyRelu,
  logSigmoid,
  mish,
  prelu,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softplus,
  softshrink,
  softsign,
  tanh,
  tanhshrink,
  threshold,
} from "relu-simd";
import { activation, type Layer, PReLU, type Tensor } from "relu-simd/nn";
import type { ActivationName } from "./names.js";

/** What a hidden layer ends with. */
export interface Curve {
  readonly layer: Layer;
  /** dy · f′(x), element by element. */
  readonly backward: (dy: Tensor, x: Tensor) => Tensor;
}

/** Of threshold: 0 up to there. */
const STEP = { threshold: 0.5, value: 0 };

/** Curves by name, for a layer of so many units. `slope`: that of leakyRelu below 0, and what prelu's begin with. */
const curves: Readonly<Record<ActivationName, (units: number, slope: number) => Curve>> = {
  relu: () => ({ layer: activation(relu), backward: relu.backward }),
  leakyRelu: (_, negativeSlope) => ({
    layer: activation(leakyRelu, { negativeSlope }),
    backward: (dy, x) => leakyRelu.backward(dy, x, { negativeSlope }),
  }),
  prelu: (units, slope) => {
    const layer = new PReLU({ numParameters: units, init: slope });
    return { layer, backward: (dy, x) => prelu.backward(dy, x, layer.weight.data).dx };
  },
  elu: () => ({ layer: activation(elu), backward: elu.backward }),
  celu: () => ({ layer: activation(celu), backward: celu.backward }),
  selu: () => ({ layer: activation(selu), backward: selu.backward }),
  gelu: () => ({ layer: activation(gelu), backward: gelu.backward }),
  geluTanh: () => ({ layer: activation(geluTanh), backward: geluTanh.backward }),
  silu: () => ({ layer: activation(silu), backward: silu.backward }),
  mish: () => ({ layer: activation(mish), backward: mish.backward }),
  softplus: () => ({ layer: activation(softplus), backward: softplus.backward }),
  sigmoid: () => ({ layer: activation(sigmoid), backward: sigmoid.backward }),
  tanh: () => ({ layer: activation(tanh), backward: tanh.backward }),
  softsign: () => ({ layer: activation(softsign), backward: softsign.backward }),
  logSigmoid: () => ({ layer: activation(logSigmoid), backward: logSigmoid.backward }),
  relu6: () => ({ layer: activation(relu6), backward: relu6.backward }),
  hardtanh: () => ({ layer: activation(hardtanh), backward: hardtanh.backward }),
  hardsigmoid: () => ({ layer: activation(hardsigmoid), backward: hardsigmoid.backward }),
  hardswish: () => ({ layer: activation(hardswish), backward: hardswish.backward }),
  hardshrink: () => ({ layer: activation(hardshrink), backward: hardshrink.backward }),
  softshrink: () => ({ layer: activation(softshrink), backward: softshrink.backward }),
  tanhshrink: () => ({ layer: activation(tanhshrink), backward: tanhshrink.backward }),
  threshold: () => ({
    layer: activation(threshold, STEP),
    backward: (dy, x) => threshold.backward(dy, x, STEP),
  }),
};

export const curveOf = (name: ActivationName, units: number, slope: number): Curve => curves[name](units, slope);
