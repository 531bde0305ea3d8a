// The public surface of relu-simd/nn.
export type { Shape, Tensor } from "../engine/tensor.js";
export { type Activation, activation } from "./activation.js";
export { Conv2d, type Conv2dOptions } from "./conv2d.js";
export { Flatten, flatten } from "./flatten.js";
export type { ForwardOptions, Layer } from "./layer.js";
export { Linear } from "./linear.js";
export { matmul } from "./matmul.js";
export { Module, type StateDict } from "./module.js";
export type { Buffer, Parameter } from "./parameter.js";
export { Sequential } from "./sequential.js";
export { tensor } from "./tensor.js";
