// What other libraries call each export of relu-simd/nn, and where theirs is another.
import type * as nn from "../../src/nn/index.js";

type Named = Exclude<keyof typeof nn, "deadUnits" | "sparsity">;

export const LAYER_LIBRARIES = ["PyTorch", "Keras", "ONNX", "TensorFlow.js"] as const;

export type LayerNames = Readonly<Record<(typeof LAYER_LIBRARIES)[number], string>>;

const names = (pytorch: string, keras: string, onnx = "", tfjs = ""): LayerNames => ({
  PyTorch: pytorch,
  Keras: keras,
  ONNX: onnx,
  "TensorFlow.js": tfjs,
});

const transposed = "whose kernels are transposed";
const returnsLast = "by default it gives the last step";

export const elsewhereLayers: Readonly<Record<Named, LayerNames>> = {
  AdaptiveAvgPool2d: names(
    "`torch.nn.AdaptiveAvgPool2d`",
    "`GlobalAveragePooling2D(keepdims=True)` for outputSize 1",
    "`GlobalAveragePool` for outputSize 1",
    "`tf.layers.globalAveragePooling2d` for outputSize 1",
  ),
  Adam: names(
    "`torch.optim.Adam`, with groups of parameters",
    "`Adam`, whose epsilon is 1e−7",
    "",
    "`tf.train.adam`, whose epsilon is 1e−7",
  ),
  AdamW: names("`torch.optim.AdamW`, with groups of parameters", "`AdamW`, whose weight_decay is 0.004"),
  AvgPool2d: names(
    "`torch.nn.AvgPool2d`, which has `divisor_override`",
    "`AveragePooling2D`, which never counts padding; images have channels last",
    "`AveragePool`, whose `count_include_pad` is 0",
    "`tf.layers.averagePooling2d`, which never counts padding",
  ),
  BatchNorm1d: names(
    "`torch.nn.BatchNorm1d`, which has `track_running_stats`",
    "`BatchNormalization`: momentum 0.99 there is 0.01 here, epsilon is 1e−3",
    "`BatchNormalization`: momentum 0.9 there is 0.1 here",
    "`tf.layers.batchNormalization`: momentum 0.99 there is 0.01 here, epsilon is 1e−3",
  ),
  BatchNorm2d: names(
    "`torch.nn.BatchNorm2d`, which has `track_running_stats`",
    "`BatchNormalization`: momentum 0.99 there is 0.01 here, epsilon is 1e−3",
    "`BatchNormalization`: momentum 0.9 there is 0.1 here",
    "`tf.layers.batchNormalization`: momentum 0.99 there is 0.01 here, epsilon is 1e−3",
  ),
  Conv2d: names(
    "`torch.nn.Conv2d`, which has `padding_mode`",
    "`Conv2D`, whose kernel is [kH, kW, in, out] and whose images have channels last",
    "`Conv`",
    "`tf.layers.conv2d`, whose kernel is [kH, kW, in, out] and whose images have channels last",
  ),
  Dropout: names("`torch.nn.Dropout`, which drops other units", "`Dropout`, which drops other units", "`Dropout`", "`tf.layers.dropout`"),
  Flatten: names("`torch.nn.Flatten`", "`Flatten`, of images with channels last", "`Flatten`, always to two axes", "`tf.layers.flatten`"),
  GRU: names(
    "`torch.nn.GRU(batch_first=True)`, one layer, one direction; it gives the state too",
    `\`GRU(reset_after=True)\`, ${transposed} and whose gates are in the order z, r, n; ${returnsLast}`,
    "`GRU` with `linear_before_reset=1`, gates in the order z, r, h; steps come first",
    `\`tf.layers.gru\`, without \`resetAfter\`, so another function; ${returnsLast}`,
  ),
  LSTM: names(
    "`torch.nn.LSTM(batch_first=True)`, one layer, one direction, without `activation`; it gives the state too",
    `\`LSTM\`, ${transposed}, with one bias; ${returnsLast}`,
    "`LSTM`, gates in the order i, o, f, c; steps come first",
    `\`tf.layers.lstm\`, ${transposed}, whose recurrentActivation is \`hardSigmoid\` by default; ${returnsLast}`,
  ),
  LayerNorm: names(
    "`torch.nn.LayerNorm`, whose `elementwise_affine` is `affine`",
    "`LayerNormalization`, whose epsilon is 1e−3",
    "`LayerNormalization`",
    "`tf.layers.layerNormalization`, whose epsilon is 1e−3",
  ),
  Linear: names(
    "`torch.nn.Linear`",
    "`Dense`, whose kernel is weightᵀ",
    "`Gemm` with `transB=1`",
    "`tf.layers.dense`, whose kernel is weightᵀ",
  ),
  MaxPool2d: names(
    "`torch.nn.MaxPool2d`, which gives the gradient to the last NaN, and has `return_indices`",
    "`MaxPooling2D`; images have channels last",
    "`MaxPool`",
    "`tf.layers.maxPooling2d`; images have channels last",
  ),
  Module: names("`torch.nn.Module`, which differentiates by itself", "`Model`, `Layer`", "", "`tf.LayersModel`"),
  PReLU: names(
    "`torch.nn.PReLU`",
    "`PReLU`, which begins with 0 and has a slope an element; with `shared_axes` a slope a channel",
    "`PRelu`",
    "`tf.layers.prelu`, as Keras's",
  ),
  RNN: names(
    "`torch.nn.RNN(batch_first=True)`, one layer, one direction; it gives the state too",
    `\`SimpleRNN\`, ${transposed}, with one bias; ${returnsLast}`,
    "`RNN`; steps come first",
    `\`tf.layers.simpleRNN\`, ${transposed}, with one bias; ${returnsLast}`,
  ),
  SGD: names(
    "`torch.optim.SGD`, with groups of parameters",
    "`SGD`, whose momentum has the rate in it: v ← momentum · v − lr · g",
    "",
    "`tf.train.momentum`",
  ),
  Sequential: names("`torch.nn.Sequential`", "`Sequential`", "", "`tf.sequential`"),
  activation: names("`torch.nn.LeakyReLU(0.2)` and its like", '`activation="relu"` of a layer, `Activation`', "", "`tf.layers.activation`"),
  binaryCrossEntropyWithLogits: names(
    "`torch.nn.functional.binary_cross_entropy_with_logits`, which has weights",
    "`BinaryCrossentropy(from_logits=True)`",
    "",
    "`tf.losses.sigmoidCrossEntropy`",
  ),
  clipGradNorm: names("`torch.nn.utils.clip_grad_norm_`", "`global_clipnorm` of an optimizer"),
  clipGradValue: names("`torch.nn.utils.clip_grad_value_`", "`clipvalue` of an optimizer"),
  crossEntropy: names(
    "`torch.nn.functional.cross_entropy`, which takes probabilities and class weights too",
    "`SparseCategoricalCrossentropy(from_logits=True)`",
    "`SoftmaxCrossEntropyLoss`",
    "`tf.losses.softmaxCrossEntropy`, whose targets are one-hot",
  ),
  flatten: names("`torch.flatten`, whose start_dim is 0", "`keras.ops.reshape`", "`Flatten`", "`tf.reshape`"),
  init: names(
    "`torch.nn.init`",
    "`HeUniform`, `GlorotUniform`, `Constant`; `HeNormal`, `GlorotNormal`, which cut the normal distribution off at two deviations",
    "",
    "`tf.initializers`",
  ),
  l1Loss: names("`torch.nn.functional.l1_loss`", "`MeanAbsoluteError`", "", "`tf.losses.absoluteDifference`"),
  manualSeed: names("`torch.manual_seed`; the numbers are others", "`keras.utils.set_random_seed`"),
  matmul: names(
    "`torch.matmul`, which takes vectors too: here both operands have two axes or more",
    "`keras.ops.matmul`",
    "`MatMul`",
    "`tf.matMul`",
  ),
  mseLoss: names("`torch.nn.functional.mse_loss`", "`MeanSquaredError`", "", "`tf.losses.meanSquaredError`"),
  readSafetensors: names("`safetensors.torch.load`", "", "", ""),
  smoothL1Loss: names(
    "`torch.nn.functional.smooth_l1_loss`",
    "`Huber`, which is delta times it, delta being beta",
    "",
    "`tf.losses.huberLoss`, as Keras's",
  ),
  tensor: names("`torch.tensor`", "`keras.ops.convert_to_tensor`", "", "`tf.tensor`"),
  writeSafetensors: names("`safetensors.torch.save`", "", "", ""),
};
