// What of TensorFlow.js is used. It is not installed with the package, and so its types are not.

export interface Tensor {
  dataSync(): Float32Array;
  dispose(): void;
}

export type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor | number, b: Tensor | number) => Tensor;

export type Core = Readonly<
  Record<"relu" | "relu6" | "elu" | "selu" | "sigmoid" | "tanh" | "softplus" | "logSigmoid" | "erf" | "abs" | "neg", Unary>
> & {
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor;
  tensor(values: Float32Array, shape: readonly number[], dtype: "float32"): Tensor;
  tidy<T extends Tensor>(compute: () => T): T;
  setBackend(name: string): Promise<boolean>;
  getBackend(): string;
  grad(f: Unary): (x: Tensor, dy: Tensor) => Tensor;
  leakyRelu(x: Tensor, alpha: number): Tensor;
  prelu(x: Tensor, alpha: Tensor): Tensor;
  softmax(x: Tensor, axis?: number): Tensor;
  logSoftmax(x: Tensor, axis?: number): Tensor;
  logSumExp(x: Tensor, axis?: number): Tensor;
  clipByValue(x: Tensor, low: number, high: number): Tensor;
  where(condition: Tensor, a: Tensor, b: Tensor): Tensor;
  greater(a: Tensor, b: Tensor | number): Tensor;
  zerosLike: Unary;
  fill(shape: readonly number[], value: number): Tensor;
  scalar(value: number): Tensor;
};
