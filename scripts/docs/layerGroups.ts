// Which exports of relu-simd/nn share a page: small functions that are used together. What is not named here has a page of its own.
export interface Group {
  readonly file: string;
  readonly title: string;
  readonly names: readonly string[];
}

export const groups: readonly Group[] = [
  { file: "BatchNorm", title: "BatchNorm1d, BatchNorm2d", names: ["BatchNorm1d", "BatchNorm2d"] },
  { file: "Adam", title: "Adam, AdamW", names: ["Adam", "AdamW"] },
  { file: "Flatten", title: "Flatten, flatten", names: ["Flatten", "flatten"] },
  { file: "clipping", title: "Clipping gradients", names: ["clipGradNorm", "clipGradValue"] },
  { file: "differences", title: "Losses of differences", names: ["mseLoss", "l1Loss", "smoothL1Loss"] },
  { file: "init", title: "Initial values", names: ["init", "manualSeed"] },
  { file: "metrics", title: "Zeros and dead units", names: ["sparsity", "deadUnits"] },
  { file: "safetensors", title: "Files of weights", names: ["readSafetensors", "writeSafetensors"] },
];

/** The index page's sections, by exports; the rest would be missing there, and the pages are not made then. */
export const sections: Readonly<Record<string, readonly string[]>> = {
  Models: ["Sequential", "Module", "activation", "tensor"],
  "Dense and convolution": ["Linear", "Conv2d", "MaxPool2d", "AvgPool2d", "AdaptiveAvgPool2d", "Flatten", "flatten", "matmul"],
  Recurrent: ["RNN", "LSTM", "GRU"],
  "Normalising and others": ["BatchNorm1d", "BatchNorm2d", "LayerNorm", "Dropout", "PReLU"],
  Losses: ["crossEntropy", "binaryCrossEntropyWithLogits", "mseLoss", "l1Loss", "smoothL1Loss"],
  Training: ["SGD", "Adam", "AdamW", "clipGradNorm", "clipGradValue", "init", "manualSeed", "sparsity", "deadUnits"],
  Files: ["readSafetensors", "writeSafetensors"],
};
