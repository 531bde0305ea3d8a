// PyTorch in float64: forward, dx and the gradients of all parameters of layers, recurrent layers and models, within the float32 bound of each
// number; and ten training steps.
import { describe, expect, test } from "vitest";
import { api } from "./support/api.js";
import { clipGradNorm, crossEntropy, fill, Linear, type Module, nn, product, Sequential, SGD, type Tensor } from "./support/nn.js";

const files = import.meta.glob("./vectors/nn/*.json", { eager: true, import: "default" });
const read = (name: string) => files[`./vectors/nn/${name}.json`];
const bytes = (text: string): ArrayBuffer => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer;
const f64 = (text: string): Float64Array => new Float64Array(bytes(text));
const f32 = (text: string): Float32Array => new Float32Array(bytes(text));

interface Fill {
  readonly shape: number[];
  readonly seed: number;
  readonly scale: number;
}
interface Case {
  readonly name: string;
  readonly kind: "linear" | "conv2d" | "rnn" | "lstm" | "model";
  // biome-ignore lint/suspicious/noExplicitAny: a kind each
  readonly config: any;
  readonly params: Record<string, Fill>;
  readonly x: Fill;
  readonly dy: Fill;
  readonly y: { shape: number[]; data: string }[];
  readonly dx: string;
  readonly grads: Record<string, string | { sum: number; first: number[]; last: number[] }>;
}
const torch = read("layers-torch") as { cases: Case[]; training: Record<string, never> };
const { bounds } = read("layers-torch-bounds") as {
  bounds: Record<string, { y: string[]; dx: string; grads: Record<string, string & { sum: number; first: string; last: string }> }>;
};

const tensorOf = ({ shape, seed, scale }: Fill): Tensor => fill(shape, seed, scale);
// biome-ignore lint/suspicious/noExplicitAny: names from a file
const named = { ...api, ...nn } as any;
const classes: Record<string, string> = { linear: "Linear", conv2d: "Conv2d", flatten: "Flatten" };

const partsOf = ({ kind, config }: Case): unknown[] => {
  const { activation, batchFirst, ...options } = config;
  const then = activation && kind !== "lstm" ? [named[activation]] : [];
  if (kind === "linear") return [new nn.Linear(config.inFeatures, config.outFeatures), ...then];
  if (kind === "conv2d") {
    const { inChannels, outChannels, kernelSize, ...rest } = options;
    return [new nn.Conv2d(inChannels, outChannels, kernelSize, rest), ...then];
  }
  if (kind === "rnn") return [new nn.RNN(config.inputSize, config.hiddenSize, { nonlinearity: config.nonlinearity })];
  if (kind === "lstm")
    return [new nn.LSTM(config.inputSize, config.hiddenSize, { activation, recurrentActivation: config.recurrentActivation })];
  // "conv2d 1 8 k3 p1", "relu" …
  return config.layers.map((line: string) => {
    const [name = "", a, b, kernel, padding] = line.split(" ");
    if (!classes[name]) return named[name];
    const args = [a, b, kernel?.slice(1)].filter(Boolean).map(Number);
    return new named[classes[name] as string](...args, ...(padding ? [{ padding: Number(padding.slice(1)) }] : []));
  });
};

const expectWithin = (what: string, got: ArrayLike<number>, exact: ArrayLike<number>, bound: ArrayLike<number>): void => {
  expect(got.length, what).toBe(exact.length);
  for (let i = 0; i < exact.length; i++)
    if (!(Math.abs((got[i] as number) - (exact[i] as number)) <= (bound[i] as number)))
      throw new Error(`${what}[${i}]: got ${got[i]}, exact ${exact[i]}, bound ${bound[i]}`);
};

describe.each(torch.cases)("$name", (one) => {
  test("value and gradients", () => {
    const parts = partsOf(one) as never[];
    const model: Module = parts.length === 1 ? (parts[0] as unknown as Module) : new Sequential(...parts);
    // PyTorch's names are of a class with properties: in order, they are those of the sequence.
    const names = model.namedParameters().map(([name]) => name);
    const given = Object.keys(one.params);
    expect(names.length).toBe(given.length);
    model.loadStateDict(Object.fromEntries(given.map((key, i) => [names[i], tensorOf(one.params[key] as Fill)])));
    model.train();
    const y = model.forward(tensorOf(one.x));
    const dx = model.backward(tensorOf(one.dy)) as Tensor;
    const bound = bounds[one.name] as (typeof bounds)[string];
    const { state } = model as { state?: { h: Tensor; c?: Tensor } };
    for (const [i, result] of [y, state?.h, state?.c].slice(0, one.y.length).entries()) {
      const { shape, data } = one.y[i] as { shape: number[]; data: string };
      expect(result?.shape).toEqual(shape);
      expectWithin(`y ${i}`, (result as Tensor).data, f64(data), f32(bound.y[i] as string));
    }
    expect(dx.shape).toEqual(one.x.shape);
    expectWithin("dx", dx.data, f64(one.dx), f32(bound.dx));
    for (const [i, key] of given.entries()) {
      const grad = model.parameters()[i]?.grad as Float32Array;
      const [want, by] = [one.grads[key], bound.grads[key] as string & { sum: number; first: string; last: string }];
      if (typeof want === "string") expectWithin(key, grad, f64(want), f32(by));
      else if (want) {
        expectWithin(`${key}, first`, grad.slice(0, want.first.length), want.first, f32(by.first));
        expectWithin(`${key}, last`, grad.slice(-want.last.length), want.last, f32(by.last));
        expectWithin(`${key}, sum`, [grad.reduce((a, b) => a + b, 0)], [want.sum], [by.sum]);
      }
    }
  });
});

test("ten training steps", () => {
  const { x, params, losses, gradNorms, final } = torch.training as unknown as {
    x: Fill;
    params: Record<string, Fill>;
    losses: number[];
    gradNorms: number[];
    final: Record<string, string>;
  };
  const targets = Array.from({ length: x.shape[0] as number }, (_, i) => (i * 7) % 3);
  const model = new Sequential(new Linear(2, 16), api.relu, new Linear(16, 16), api.relu, new Linear(16, 3)).train();
  model.loadStateDict(Object.fromEntries(Object.entries(params).map(([key, how]) => [key, tensorOf(how)])));
  const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9, weightDecay: 1e-3 });
  const near = (exact: ArrayLike<number>): number[] => Array.from(exact, (value) => 2 ** -18 * Math.max(1, Math.abs(value)));
  const [seen, norms]: [number[], number[]] = [[], []];
  for (const _ of losses) {
    optimizer.zeroGrad();
    const { loss, gradient } = crossEntropy(model.forward(tensorOf(x)), targets);
    model.backward(gradient);
    norms.push(clipGradNorm(model.parameters(), 1));
    optimizer.step();
    seen.push(loss as number);
  }
  expectWithin("loss", seen, losses, near(losses));
  expectWithin("norm", norms, gradNorms, near(gradNorms));
  for (const [key, data] of Object.entries(final)) {
    const exact = f64(data);
    expect(exact.length).toBe(product(params[key]?.shape as number[]));
    expectWithin(key, (model.stateDict()[key] as Tensor).data, exact, near(exact));
  }
});
