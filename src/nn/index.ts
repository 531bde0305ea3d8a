// The public surface of relu-simd/nn.

// Numbers with a shape:
export type { Shape, Tensor } from "../engine/tensor.js";
// Models:
export { type Activation, activation } from "./activation.js";
// Training:
export { clipGradNorm, clipGradValue } from "./clip.js";
// Layers:
export { Conv2d, type Conv2dOptions } from "./conv2d.js";
export { Flatten, flatten } from "./flatten.js";
export { type FanMode, init, type KaimingOptions, type Nonlinearity, type XavierOptions } from "./init.js";
export type { ForwardOptions, Layer } from "./layer.js";
export { Linear } from "./linear.js";
export * from "./losses.js";
export { type MatmulOptions, matmul } from "./matmul.js";
export { deadUnits, sparsity } from "./metrics.js";
export { Module, type StateDict } from "./module.js";
export * from "./optimizers.js";
export type { Buffer, Parameter } from "./parameter.js";
export { manualSeed } from "./random.js";
// States in files:
export * from "./safetensors.js";
export { Sequential } from "./sequential.js";
export { tensor } from "./tensor.js";
