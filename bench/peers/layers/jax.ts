// The layers by jax-js on its WebAssembly backend, as functions that its jit compiles. What a function is given it consumes; `ref` keeps it.
//
// Which of several ways is the fastest was tried: weights as PyTorch has them, turned within the product, are up to four times as fast as
// turned before, but in recurrent layers, where it is the other way round, by ten; convolutions as a product with the windows of the image ten times as fast as its own, which races beside it; maxima of four slices twice as
// fast as its windows. There is no loop inside a compiled function, so the steps of recurrent layers are written out.
import { type Convolution, gatesOf, LEARNING_RATE, MLP, RECURRENT, type Recurrence, shapeOfX, targetsOf } from "../../layers/shapes.js";
import type { Absent, Contender } from "../contender.js";
import { load } from "../load.js";
import { joined, type Problem, transposed } from "./problem.js";

interface Values {
  readonly ref: Values;
  dataSync(): Float32Array;
  blockUntilReady(): Promise<Values>;
  dispose(): void;
  add(other: Values): Values;
  mul(other: Values | number): Values;
  sub(other: Values): Values;
  reshape(shape: readonly number[]): Values;
  slice(...index: readonly (number | readonly number[])[]): Values;
}
type Compiled = (...x: readonly Values[]) => Values;
type Gradients = (parameters: readonly Values[], ...x: readonly Values[]) => readonly [Values, readonly Values[]];
type Step = (parameters: readonly Values[], ...x: readonly Values[]) => readonly Values[];

interface Jax {
  init(device: "wasm"): Promise<unknown>;
  defaultDevice(device: "wasm"): unknown;
  jit<F>(f: F): F;
  valueAndGrad(f: (parameters: readonly Values[], ...x: readonly Values[]) => Values): Gradients;
  readonly nn: {
    relu(x: Values): Values;
    sigmoid(x: Values): Values;
    softmax(x: Values, axis: number): Values;
    logSoftmax(x: Values, axis: number): Values;
  };
  readonly lax: {
    convGeneralDilated(
      x: Values,
      weight: Values,
      strides: readonly number[],
      padding: "SAME",
      options: { featureGroupCount: number },
    ): Values;
  };
  readonly numpy: {
    array(values: Float32Array, options: { shape: readonly number[] }): Values;
    matmul(a: Values, b: Values): Values;
    matrixTranspose(x: Values): Values;
    maximum(a: Values, b: Values): Values;
    multiply(a: Values, b: Values): Values;
    pad(x: Values, widths: readonly (readonly [number, number])[]): Values;
    stack(x: readonly Values[], axis: number): Values;
    unstack(x: Values, axis: number): readonly Values[];
    split(x: Values, parts: number, axis: number): readonly Values[];
    sum(x: Values): Values;
    tanh(x: Values): Values;
  };
}

const start = async (): Promise<Jax> => {
  // It asks for this even when it is told not to use WebGPU; Node 20 has none.
  if (typeof navigator === "undefined") Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  const library = await load<Jax>("@jax-js/jax");
  await library.init("wasm");
  library.defaultDevice("wasm");
  return library;
};

/** x · wᵀ + b */
const denseOf =
  ({ numpy }: Jax) =>
  (x: Values, w: Values, b: Values): Values =>
    numpy.matmul(x, numpy.matrixTranspose(w)).add(b);

/** The nine neighbours of every pixel: [channels, 3 · 3] images. */
const neighbours = ({ numpy }: Jax, x: Values, channels: number, size: number): readonly Values[] => {
  const padded = numpy.pad(x.reshape([channels, size, size]), [
    [0, 0],
    [1, 1],
    [1, 1],
  ]);
  const parts = Array.from({ length: 9 }, (_, tap) => {
    const [i, j] = [Math.floor(tap / 3), tap % 3];
    return padded.ref.slice([], [i, i + size], [j, j + size]);
  });
  padded.dispose();
  return parts;
};

const recurrent = (library: Jax, { kind, steps, rows }: Recurrence): Compiled => {
  const { numpy, nn } = library;
  const { inputs, hidden } = RECURRENT;
  const all = gatesOf(kind) * hidden;
  return (x, wIh, wHh, bIh, bHh) => {
    const [from, by, b1, b2] = [wIh, wHh, bIh, bHh] as [Values, Values, Values, Values];
    const inside = numpy
      .matmul((x as Values).reshape([rows * steps, inputs]), from)
      .add(b1.add(b2))
      .reshape([rows, steps, all]);
    const results: Values[] = [];
    let cell: Values | undefined;
    for (const part of numpy.unstack(inside, 1)) {
      const before = results.at(-1);
      const z = before ? part.add(numpy.matmul(before.ref, by.ref)) : part;
      if (kind === "RNN") {
        results.push(numpy.tanh(z));
        continue;
      }
      const [i, f, g, o] = numpy.split(z, 4, -1) as [Values, Values, Values, Values];
      const added = nn.sigmoid(i).mul(numpy.tanh(g));
      if (cell) cell = nn.sigmoid(f).mul(cell).add(added);
      else {
        f.dispose();
        cell = added;
      }
      results.push(nn.sigmoid(o).mul(numpy.tanh(cell.ref)));
    }
    by.dispose();
    cell?.dispose();
    return numpy.stack(results, 1);
  };
};

/** By the library's own convolution, as its users would write it. */
const ownConvolution = ({ lax, nn }: Jax, { from, to, size, groups, isRelu }: Convolution): Compiled => {
  return (x, w, b) => {
    const image = (x as Values).reshape([1, from, size, size]);
    const weight = (w as Values).reshape([to, from / groups, 3, 3]);
    const y = lax.convGeneralDilated(image, weight, [1, 1], "SAME", { featureGroupCount: groups }).add((b as Values).reshape([to, 1, 1]));
    return isRelu ? nn.relu(y) : y;
  };
};

const functionOf = (library: Jax, { shape }: Problem): Compiled => {
  const { numpy, nn } = library;
  const dense = denseOf(library);
  switch (shape.kind) {
    case "product":
      return (a, b) => numpy.matmul(a as Values, b as Values);
    case "linear":
      return (x, w, b) => dense(x as Values, w as Values, b as Values);
    case "mlp":
      return (x, w1, b1, w2, b2) => {
        const h = nn.relu(dense(x as Values, w1 as Values, b1 as Values));
        return nn.softmax(dense(h, w2 as Values, b2 as Values), -1);
      };
    case "conv": {
      const { from, to, size, groups, isRelu } = shape;
      const pixels = size * size;
      return (x, w, b) => {
        const windows = neighbours(library, x as Values, from, size);
        const bias = b as Values;
        if (groups === 1) {
          const images = numpy.stack(
            windows.map((each) => each.reshape([from, pixels])),
            1,
          );
          const weight = (w as Values).reshape([to, from * 9]);
          const y = numpy.matmul(weight, images.reshape([from * 9, pixels])).add(bias.reshape([to, 1]));
          return isRelu ? nn.relu(y) : y;
        }
        const weight = (w as Values).reshape([from, 9]);
        const products = windows.map((each, tap) => each.mul(weight.ref.slice([], tap).reshape([from, 1, 1])));
        weight.dispose();
        return products.reduce((sum, product) => sum.add(product)).add(bias.reshape([from, 1, 1]));
      };
    }
    case "pool": {
      const { channels, size } = shape;
      const half = size / 2;
      /** The greater one of each two neighbours along an axis that is two long. */
      const greater = (x: Values, at: (i: number) => readonly (number | readonly number[])[]): Values =>
        numpy.maximum(x.ref.slice(...at(0)), x.slice(...at(1)));
      return (x) => {
        const y = greater((x as Values).reshape([channels * half, 2, size]), (i) => [[], i]);
        return greater(y.reshape([channels * half * half, 2]), (i) => [[], i]);
      };
    }
    case "training":
      throw new Error("a step has no result of its own");
    default:
      return recurrent(library, shape);
  }
};

const sizesOf = ({ shape, parameters }: Problem): readonly (readonly number[])[] => {
  const { inputs, hidden, classes } = MLP;
  switch (shape.kind) {
    case "product":
      return [[shape.n, shape.n]];
    case "linear":
      return [[shape.to, shape.from], [shape.to]];
    case "mlp":
    case "training":
      return [[hidden, inputs], [hidden], [classes, hidden], [classes]];
    case "RNN":
    case "LSTM": {
      const all = gatesOf(shape.kind) * RECURRENT.hidden;
      return [[RECURRENT.inputs, all], [RECURRENT.hidden, all], [all], [all]];
    }
    default:
      return parameters.map(({ length }) => [length]);
  }
};

const training = (library: Jax, problem: Problem): Contender => {
  const { shape, x, parameters } = problem;
  if (shape.kind !== "training") throw new Error("no training");
  const { rows } = shape;
  const { numpy, nn } = library;
  const sizes = sizesOf(problem);
  const dense = denseOf(library);
  const loss = library.valueAndGrad(([w1, b1, w2, b2], input, labels) => {
    const h = nn.relu(dense(input as Values, w1 as Values, b1 as Values));
    const likelihoods = numpy.multiply(nn.logSoftmax(dense(h, w2 as Values, b2 as Values), -1), labels as Values);
    return numpy.sum(likelihoods).mul(-1 / rows);
  });
  const step: Step = library.jit<Step>((own, input, labels) => {
    const kept = own.map((each) => each.ref);
    const [value, slopes] = loss(own, input as Values, labels as Values);
    return [value, ...kept.map((each, i) => each.sub((slopes[i] as Values).mul(LEARNING_RATE)))];
  });
  const place = (data: Float32Array, size: readonly number[]): Values => numpy.array(data, { shape: size });
  const labels = new Float32Array(rows * MLP.classes);
  targetsOf(rows).forEach((target, row) => {
    labels[row * MLP.classes + target] = 1;
  });
  const known = place(labels, [rows, MLP.classes]);
  const initial = (): readonly Values[] => parameters.map((data, i) => place(data.slice(), sizes[i] as readonly number[]));
  let own = initial();
  const call = (): number => {
    const [value, ...next] = step(own, place(x, shapeOfX(shape)), known.ref);
    own = next;
    return (value as Values).dataSync()[0] as number;
  };
  return {
    peer: "@jax-js/jax",
    way: "end to end",
    call,
    result: () => {
      for (const each of own) each.dispose();
      own = initial();
      call();
      return joined(own.map((each) => each.ref.dataSync()));
    },
  };
};

export const jax = async (problem: Problem): Promise<readonly (Contender | Absent)[]> => {
  const { shape, x, parameters } = problem;
  const library = await start();
  if (shape.kind === "training") return [training(library, problem)];
  const { numpy } = library;
  const place = (data: Float32Array, size: readonly number[]): Values => numpy.array(data, { shape: size });
  const sizes = sizesOf(problem);
  const isRecurrent = shape.kind === "RNN" || shape.kind === "LSTM";
  const weights = parameters.map((data, i) => {
    const size = sizes[i] as readonly number[];
    const [inputs = 0, outputs = 0] = size;
    return place(isRecurrent && outputs ? transposed(data, outputs, inputs) : data, size);
  });
  const kept = place(x, shapeOfX(shape));
  const isProduct = shape.kind === "product";
  const others = (): readonly Values[] => weights.map((each) => each.ref);
  /** Both factors of a product come from outside. */
  const given = (): readonly Values[] => (isProduct ? [place(parameters[0] as Float32Array, sizes[0] as readonly number[])] : others());
  const peer = "@jax-js/jax";
  const both = (form: string | undefined, compute: Compiled): readonly Contender[] => {
    let y: Float32Array = new Float32Array(0);
    return [
      {
        peer,
        form,
        way: "end to end",
        call: () => {
          y = compute(place(x, shapeOfX(shape)), ...given()).dataSync();
        },
        result: () => y,
      },
      {
        peer,
        form,
        way: "resident",
        // The work is done where a kernel is sent to WebAssembly, not where its result is read.
        call: async () => (await compute(kept.ref, ...others()).blockUntilReady()).dispose(),
        result: () => compute(kept.ref, ...others()).dataSync(),
      },
    ];
  };
  const isConvolution = shape.kind === "conv";
  return [
    ...both(isConvolution ? "by its windows" : undefined, library.jit(functionOf(library, problem))),
    ...(isConvolution ? both("its convolution", library.jit(ownConvolution(library, shape))) : []),
  ];
};
