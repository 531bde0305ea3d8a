// What is used of these packages, which are installed when the site is built, and not before.
declare module "@tensorflow/tfjs-core" {
  const core: import("../../bench/peers/tfjsCore.js").Core;
  export const {
    relu,
    relu6,
    elu,
    selu,
    sigmoid,
    tanh,
    softplus,
    logSigmoid,
    erf,
    abs,
    neg,
    add,
    sub,
    mul,
    div,
    slice,
    tensor,
    tidy,
    setBackend,
    getBackend,
    grad,
    leakyRelu,
    prelu,
    softmax,
    logSoftmax,
    logSumExp,
    clipByValue,
    where,
    greater,
    zerosLike,
    fill,
    scalar,
  }: typeof core;
  export function env(): { set(flag: string, value: boolean): void };
  export const version_core: string;
}

declare module "@tensorflow/tfjs-backend-wasm" {
  export function setWasmPaths(prefix: string): void;
}
