// "You have X there, write Y here": each row with the other library's formula, against which test/translate.test.ts runs our code.

export interface Translation {
  /** What it is called there, Markdown. */
  readonly there: string;
  /** Our code: an expression in x, a `Float32Array`, and the names that relu-simd and relu-simd/nn export; or statements that end in one. */
  readonly here: string;
  /** What it is, of x as the test has it (or of `input`). */
  readonly formula: (x: readonly number[]) => readonly number[];
  readonly input?: readonly number[];
  readonly note?: string;
}

export interface Chapter {
  readonly title: string;
  readonly rows: readonly Translation[];
}

const each =
  (f: (x: number) => number) =>
  (x: readonly number[]): number[] =>
    x.map(f);
const clip = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);
const sigma = (x: number): number => 1 / (1 + Math.exp(-x));
const softmaxOf = (x: readonly number[]): number[] => {
  const most = Math.max(...x);
  const powers = x.map((v) => Math.exp(v - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((v) => v / sum);
};
const MASKED = "const mask = [true, false, true];\nsoftmax(x.map((value, i) => (mask[i] ? value : -Infinity)))";
/** Of three, without the one in the middle. */
const maskedSoftmax = (x: readonly number[]): number[] => {
  const [a, c] = softmaxOf([x[0] as number, x[2] as number]);
  return [a as number, 0, c as number];
};
const tanhGelu = (x: number): number => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
/** Φ by a sum of terms of one sign. */
const normal = (x: number): number => {
  let [term, sum] = [x, x];
  for (let k = 3; Math.abs(term) > 1e-20 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-(x * x) / 2)) / Math.sqrt(2 * Math.PI);
};
/** Two images of two channels, of two pixels each. */
const images = [1, 2, 3, 4, 0, -1, 2, 5];
const overChannels = (x: readonly number[]): number[] => {
  const y = [...x];
  for (const n of [0, 4])
    for (const pixel of [0, 1]) {
      const [a, b] = softmaxOf([x[n + pixel] as number, x[n + 2 + pixel] as number]);
      [y[n + pixel], y[n + 2 + pixel]] = [a as number, b as number];
    }
  return y;
};

export const chapters: readonly Chapter[] = [
  {
    title: "Keras",
    rows: [
      {
        there: "`relu(x, max_value=6)`",
        here: "hardtanh(x, { minVal: 0, maxVal: 6 })",
        formula: each((x) => clip(x, 0, 6)),
        note: "`relu6(x)` for 6 itself",
      },
      { there: "`relu(x, negative_slope=0.1)`", here: "leakyRelu(x, { negativeSlope: 0.1 })", formula: each((x) => (x > 0 ? x : 0.1 * x)) },
      {
        there: "`relu(x, threshold=1)`, `ThresholdedReLU(theta=1)`",
        here: "threshold(x, { threshold: 1, value: 0 })",
        formula: each((x) => (x > 1 ? x : 0)),
      },
      {
        there: "`relu(x, negative_slope=0.1, max_value=6, threshold=1)`",
        here: "const y = hardtanh(threshold(x, { threshold: 1, value: 0 }), { minVal: 0, maxVal: 6 });\nconst below = hardtanh(x, { minVal: -Infinity, maxVal: 1 });\ny.map((value, i) => value + 0.1 * (below[i] - 1))",
        formula: each((x) => (x >= 6 ? 6 : x > 1 ? x : 0.1 * (x - 1))),
        note: "below the threshold it is negative_slope · (x − threshold)",
      },
      { there: "`leaky_relu(x)` of Keras 3", here: "leakyRelu(x, { negativeSlope: 0.2 })", formula: each((x) => (x > 0 ? x : 0.2 * x)) },
      {
        there: "`LeakyReLU()`, the layer",
        here: "leakyRelu(x, { negativeSlope: 0.3 })",
        formula: each((x) => (x > 0 ? x : 0.3 * x)),
        note: "in a `Sequential`: `activation(leakyRelu, { negativeSlope: 0.3 })`",
      },
      { there: "`hard_sigmoid(x)` of Keras 3", here: "hardsigmoid(x)", formula: each((x) => clip(x + 3, 0, 6) / 6) },
      { there: "`hard_sigmoid(x)` of Keras 2", here: "hardsigmoid(x, { alpha: 0.2 })", formula: each((x) => clip(0.2 * x + 0.5, 0, 1)) },
      { there: "`hard_silu(x)`, `hard_swish(x)`", here: "hardswish(x)", formula: each((x) => (x * clip(x + 3, 0, 6)) / 6) },
      { there: "`gelu(x)`", here: "gelu(x)", formula: each((x) => x * normal(x)) },
      { there: "`gelu(x, approximate=True)`", here: "geluTanh(x)", formula: each(tanhGelu) },
      { there: "`swish(x)`, `silu(x)`", here: "silu(x)", formula: each((x) => x * sigma(x)) },
      {
        there: "`softmax(x, axis=-1)` of 3 columns",
        here: "softmax(x, { cols: 3 })",
        input: [1, 2, 3, 0, 0, 1],
        formula: (x) => [...softmaxOf(x.slice(0, 3)), ...softmaxOf(x.slice(3))],
      },
      {
        there: "`Softmax()(x, mask=mask)`",
        here: MASKED,
        input: [1, 2, 3],
        formula: maskedSoftmax,
        note: "true is kept; a row whose mask leaves nothing is NaN here, numbers there",
      },
      {
        there: "`softmax(x / temperature)`",
        here: "softmax(x.map((value) => value / 0.5))",
        formula: (x) => softmaxOf(x.map((value) => value / 0.5)),
      },
      {
        there: "`PReLU(shared_axes=[1, 2])` of images [N, H, W, C]",
        here: "prelu(x, new Float32Array([0.5, 0.25]))",
        formula: (x) => x.map((v, i) => (v > 0 ? v : v * (i % 2 ? 0.25 : 0.5))),
        note: "C slopes, and channels last, so `inner` is 1; of [N, C, H, W] it is H · W, or the layer `PReLU`",
      },
      {
        there: "`PReLU()` of [N, features]",
        here: "prelu(x, new Float32Array([0.5, 0.25]))",
        formula: (x) => x.map((v, i) => (v > 0 ? v : v * (i % 2 ? 0.25 : 0.5))),
        note: "a slope a feature; Keras begins with 0, `new PReLU()` here with 0.25",
      },
    ],
  },
  {
    title: "PyTorch and models made with it",
    rows: [
      {
        there: "`quick_gelu` of CLIP, `x * sigmoid(1.702 * x)`",
        here: "silu(x, { beta: 1.702 })",
        formula: each((x) => x * sigma(1.702 * x)),
      },
      { there: '`F.gelu(x, approximate="tanh")`, "gelu_new", "gelu_pytorch_tanh"', here: "geluTanh(x)", formula: each(tanhGelu) },
      { there: "`F.leaky_relu(x)`", here: "leakyRelu(x)", formula: each((x) => (x > 0 ? x : 0.01 * x)) },
      {
        there: "`F.rrelu(x)` in inference",
        here: "leakyRelu(x, { negativeSlope: (1 / 8 + 1 / 3) / 2 })",
        formula: each((x) => (x > 0 ? x : (x * 11) / 48)),
      },
      {
        there: "`torch.clamp(x, min=-1, max=2)`",
        here: "hardtanh(x, { minVal: -1, maxVal: 2 })",
        formula: each((x) => clip(x, -1, 2)),
        note: "one bound alone: leave the other at ∞ or −∞",
      },
      {
        there: "`F.softplus(x, beta=2)`",
        here: "softplus(x, { beta: 2 })",
        formula: each((x) => Math.log1p(Math.exp(2 * x)) / 2),
        note: "PyTorch's `threshold` only keeps the exponential from overflowing; here nothing overflows",
      },
      {
        there: "`torch.relu(x) ** 2`, squared ReLU (Primer)",
        here: "relu(x).map((y) => y * y)",
        formula: each((x) => (x > 0 ? x * x : 0)),
        note: "gradient: 2 · dy · relu(x)",
      },
      {
        there: "`F.nll_loss(F.log_softmax(x, -1), target)`",
        here: "crossEntropy(tensor(x, [1, x.length]), [2]).loss",
        input: [1, 2, 4],
        formula: (x) => [-Math.log(softmaxOf(x)[2] as number)],
        note: "from logits, with the gradient; `logSoftmax` is there by itself",
      },
      {
        there: "`F.softmax(x, dim=1)` of [N, C, H, W], `Softmax2d`",
        here: "softmax(x, { cols: 2, inner: 2 })",
        input: images,
        formula: overChannels,
        note: "cols is C, inner is H · W",
      },
      {
        there: "`F.softmax(x / T, -1)`, a temperature",
        here: "softmax(x.map((value) => value / 0.5))",
        input: [1, 2, 3],
        formula: (x) => softmaxOf(x.map((v) => v / 0.5)),
      },
      {
        there: "`F.softmax(x.masked_fill(~mask, -inf), -1)`, a mask",
        here: MASKED,
        input: [1, 2, 3],
        formula: maskedSoftmax,
        note: "a row whose mask leaves nothing is NaN, as there",
      },
    ],
  },
  {
    title: "Gated units",
    rows: [
      {
        there: "`F.glu(x)`, `jax.nn.glu(x)`: a · σ(b)",
        here: "glu(x)",
        input: [1, 2, 3, 4],
        formula: ([a, b, c, d]) => [(a as number) * sigma(c as number), (b as number) * sigma(d as number)],
      },
      {
        there: "SwiGLU, gate first: `a, b = x.chunk(2, -1); F.silu(a) * b`",
        here: "swiglu(x)",
        input: [1, 2, 3, 4],
        formula: ([a, b, c, d]) => [(a as number) * sigma(a as number) * (c as number), (b as number) * sigma(b as number) * (d as number)],
      },
      {
        there: "SwiGLU, gate last: `a, b = x.chunk(2, -1); a * F.silu(b)`",
        here: "const half = x.length / 2;\nconst turned = new Float32Array(x.length);\nturned.set(x.subarray(half), 0);\nturned.set(x.subarray(0, half), half);\nswiglu(turned)",
        input: [1, 2, 3, 4],
        formula: ([a, b, c, d]) => [(c as number) * sigma(c as number) * (a as number), (d as number) * sigma(d as number) * (b as number)],
        note: "of one row; better, change the places of the two halves of the weight before it, once",
      },
      {
        there: "SwiGLU of two layers: `F.silu(gate_proj(x)) * up_proj(x)`",
        here: "const [gate, up] = [x.subarray(0, 2), x.subarray(2)];\nsilu(gate).map((value, i) => value * up[i])",
        input: [1, 2, 3, 4],
        formula: ([a, b, c, d]) => [(a as number) * sigma(a as number) * (c as number), (b as number) * sigma(b as number) * (d as number)],
        note: "one layer with both weights, gate_proj's first, and `swiglu` save a call",
      },
    ],
  },
  {
    title: "ONNX and WebNN",
    rows: [
      { there: "`Clip(x, min=0, max=6)`, `clamp`", here: "hardtanh(x, { minVal: 0, maxVal: 6 })", formula: each((x) => clip(x, 0, 6)) },
      {
        there: "`ThresholdedRelu(x)`",
        here: "threshold(x, { threshold: 1, value: 0 })",
        formula: each((x) => (x > 1 ? x : 0)),
        note: "alpha is the threshold, 1 by default; of NaN it is NaN here",
      },
      {
        there: "`HardSigmoid(x)`, `hardSigmoid(x)`",
        here: "hardsigmoid(x, { alpha: 0.2 })",
        formula: each((x) => clip(0.2 * x + 0.5, 0, 1)),
      },
      { there: "`LeakyRelu(x)`, `leakyRelu(x)`", here: "leakyRelu(x)", formula: each((x) => (x > 0 ? x : 0.01 * x)) },
      { there: "`Gelu(x)`, `gelu(x)`", here: "gelu(x)", formula: each((x) => x * normal(x)) },
      { there: '`Gelu(x, approximate="tanh")`', here: "geluTanh(x)", formula: each(tanhGelu) },
      { there: "`Shrink(x, lambd=0.5)`", here: "hardshrink(x)", formula: each((x) => (Math.abs(x) <= 0.5 ? 0 : x)) },
      {
        there: "`Shrink(x, lambd=0.5, bias=0.5)`",
        here: "softshrink(x)",
        formula: each((x) => (Math.abs(x) <= 0.5 ? 0 : x - Math.sign(x) * 0.5)),
      },
      { there: "`Swish(x, alpha=1.5)`", here: "silu(x, { beta: 1.5 })", formula: each((x) => x * sigma(1.5 * x)) },
      {
        there: "`Softmax(x, axis=1)` before opset 13, of [1, 2, 3]",
        here: "softmax(x, { cols: 2 * 3 })",
        input: [1, 2, 3, 0, 0, 1],
        formula: (x) => softmaxOf(x),
        note: "all axes from `axis` on are one row",
      },
    ],
  },
  {
    title: "JAX",
    rows: [
      { there: "`jax.nn.gelu(x)`", here: "geluTanh(x)", formula: each(tanhGelu), note: "`approximate=True` is the default there" },
      { there: "`jax.nn.leaky_relu(x)`", here: "leakyRelu(x)", formula: each((x) => (x > 0 ? x : 0.01 * x)) },
      { there: "`jax.nn.hard_sigmoid(x)`", here: "hardsigmoid(x)", formula: each((x) => clip(x + 3, 0, 6) / 6) },
      { there: "`jax.nn.hard_tanh(x)`", here: "hardtanh(x)", formula: each((x) => clip(x, -1, 1)) },
      { there: "`jax.nn.soft_sign(x)`", here: "softsign(x)", formula: each((x) => x / (1 + Math.abs(x))) },
    ],
  },
  {
    title: "TensorFlow, LiteRT and TensorFlow.js",
    rows: [
      {
        there: "`tf.nn.leaky_relu(x)`, `tf.leakyRelu(x)`",
        here: "leakyRelu(x, { negativeSlope: 0.2 })",
        formula: each((x) => (x > 0 ? x : 0.2 * x)),
      },
      { there: "`tf.nn.swish(x)`, `tf.nn.silu(x)`", here: "silu(x)", formula: each((x) => x * sigma(x)) },
      { there: "`tf.nn.swish(x, beta=2)`", here: "silu(x, { beta: 2 })", formula: each((x) => x * sigma(2 * x)) },
      {
        there: "`tf.nn.crelu(x)`",
        here: "const y = new Float32Array(2 * x.length);\nrelu(x, { out: y.subarray(0, x.length) });\nrelu(x.map((value) => -value), { out: y.subarray(x.length) });\ny",
        formula: (x) => [...x.map((v) => Math.max(v, 0)), ...x.map((v) => Math.max(-v, 0))],
        note: "of one row",
      },
      { there: "LiteRT's `RELU_N1_TO_1`, Relu1", here: "hardtanh(x)", formula: each((x) => clip(x, -1, 1)) },
      {
        there: "LiteRT's softmax with `beta` 2",
        here: "softmax(x.map((value) => 2 * value))",
        input: [1, 2, 3],
        formula: (x) => softmaxOf(x.map((v) => 2 * v)),
        note: "beta is 1 / temperature",
      },
      {
        there: '`activation: "hardSigmoid"` of `tf.layers`',
        here: "hardsigmoid(x, { alpha: 0.2 })",
        formula: each((x) => clip(0.2 * x + 0.5, 0, 1)),
      },
      {
        there: "`tf.prelu(x, tf.tensor([0.5, 0.25]))`",
        here: "prelu(x, new Float32Array([0.5, 0.25]))",
        formula: (x) => x.map((v, i) => (v > 0 ? v : v * (i % 2 ? 0.25 : 0.5))),
        note: "the slope is along the last axis there: `inner` is 1",
      },
    ],
  },
];
