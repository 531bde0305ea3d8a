// The optimizers.
export { Adam, type AdamOptions, AdamW } from "./adam.js";
export type { Optimizer, OptimizerState, ParameterState } from "./optimizer.js";
export { SGD, type SGDOptions } from "./sgd.js";
