// biome-ignore-all assist/source/organizeImports: the order below is worth 2 kB.
// Activations stand beside those that compute alike: gzip looks back 32 KiB, and finds there what their kernels share.
export { backend } from "./engine/backend.js";
export { Heap } from "./engine/heap.js";
export { refusals } from "./engine/refusals.js";

// Rectifiers: piece by piece.
export { type HardshrinkOptions, hardshrink } from "./ops/hardshrink.js";
export { type HardsigmoidOptions, hardsigmoid } from "./ops/hardsigmoid.js";
export { hardswish } from "./ops/hardswish.js";
export { type HardtanhOptions, hardtanh } from "./ops/hardtanh.js";
export { type LeakyReluOptions, leakyRelu } from "./ops/leakyRelu.js";
export { type Prelu, type PreluGradients, type PreluOptions, prelu } from "./ops/prelu.js";
export { relu } from "./ops/relu.js";
export { relu6 } from "./ops/relu6.js";
export { type SoftshrinkOptions, softshrink } from "./ops/softshrink.js";
export { softsign } from "./ops/softsign.js";
export { type ThresholdOptions, threshold } from "./ops/threshold.js";

// Smooth: exponentials of the element itself.
export { type CeluOptions, celu } from "./ops/celu.js";
export { type EluOptions, elu } from "./ops/elu.js";
export { selu } from "./ops/selu.js";
export { sigmoid } from "./ops/sigmoid.js";
export { tanh } from "./ops/tanh.js";
export { tanhshrink } from "./ops/tanhshrink.js";

// Smooth: exponentials of more, or in a factor.
export { gelu } from "./ops/gelu.js";
export { geluTanh } from "./ops/geluTanh.js";
export { logSigmoid } from "./ops/logSigmoid.js";
export { mish } from "./ops/mish.js";
export { type Silu, type SiluOptions, silu, silu as swish } from "./ops/silu.js";
export { type SoftplusOptions, softplus } from "./ops/softplus.js";

// Over rows: softmax and its family.
export { logSoftmax } from "./ops/logSoftmax.js";
export { logSumExp } from "./ops/logSumExp.js";
export { softmax } from "./ops/softmax.js";
export { softmin } from "./ops/softmin.js";

// Gated units: rows [a | b].
export { geglu } from "./ops/geglu.js";
export { glu } from "./ops/glu.js";
export { reglu } from "./ops/reglu.js";
export { swiglu } from "./ops/swiglu.js";

// Types.
export type {
  AxisOptions,
  Gated,
  HalvingBackward,
  HalvingForward,
  RowBackward,
  RowForward,
  RowOptions,
  RowReduction,
  RowReductionBackward,
  Rowwise,
} from "./activation/rowTypes.js";
export type { Tensor } from "./engine/tensor.js";
export type {
  Activation,
  Backward,
  Elementwise,
  FloatArray,
  Forward,
  IntegerForward,
  Invertible,
  Mapped,
  MaybeOut,
  MaybeTensor,
  NestedArray,
  NoOut,
  Out,
} from "./activation/types.js";
