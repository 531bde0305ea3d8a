// The public surface of relu-simd/nn.
export type { Shape, Tensor } from "../engine/tensor.js";
export { type Activation, activation } from "./activation.js";
export { Flatten, flatten } from "./flatten.js";
export { GRU, type GRUOptions } from "./gru.js";
export type { ForwardOptions, Layer } from "./layer.js";
export { Linear } from "./linear.js";
export { LSTM, type LSTMOptions, type LSTMState } from "./lstm.js";
export { matmul } from "./matmul.js";
export { Module, type StateDict } from "./module.js";
export type { Buffer, Parameter } from "./parameter.js";
export type { HiddenState, RecurrentBackwardOptions, RecurrentForwardOptions } from "./recurrent.js";
export { RNN, type RNNOptions } from "./rnn.js";
export { Sequential } from "./sequential.js";
export { tensor } from "./tensor.js";
