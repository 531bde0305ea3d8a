// Names of the activations that a layer may have; apart from activations.ts, which loads them all.

export const activationNames = [
  "relu",
  "leakyRelu",
  "prelu",
  "elu",
  "celu",
  "selu",
  "gelu",
  "geluTanh",
  "silu",
  "mish",
  "softplus",
  "sigmoid",
  "tanh",
  "softsign",
  "logSigmoid",
  "relu6",
  "hardtanh",
  "hardsigmoid",
  "hardswish",
  "hardshrink",
  "softshrink",
  "tanhshrink",
  "threshold",
] as const;

export type ActivationName = (typeof activationNames)[number];

/** Those that are flat below 0, or nearly so far below: what is dead there stays so, and leakyRelu can take their place. */
export const rectifiers: readonly ActivationName[] = ["relu", "relu6", "threshold", "hardsigmoid", "hardswish", "hardtanh"];
