// RNN, LSTM and GRU made and called alike, with states that may have a c.
import { fill, GRU, LSTM, RNN, type Tensor } from "./nn.js";
import type { Kind } from "./recurrent.js";

export interface Setting {
  readonly kind: Kind;
  readonly isRelu?: boolean;
  readonly bias?: boolean;
  readonly returnSequences?: boolean;
}
export type State = { h: Tensor; c?: Tensor };
/** What the three have in common, with states that may have a c. */
export type Recurrent = Omit<GRU, "forward" | "backward" | "state" | "dState"> & {
  forward(x: Tensor, options?: { state?: State | undefined; out?: Tensor }): Tensor;
  backward(dy: Tensor, options?: { dState?: Partial<State> | undefined }): Tensor;
  state: State;
  dState: State;
};

const layers = { RNN, LSTM, GRU };
export const kinds = Object.keys(layers) as Kind[];
export const all: Setting[] = [
  { kind: "RNN" },
  { kind: "RNN", isRelu: true },
  { kind: "LSTM" },
  { kind: "LSTM", isRelu: true },
  { kind: "GRU" },
];

export const make = ({ kind, isRelu = false, bias = true, returnSequences = true }: Setting, k: number, h: number): Recurrent => {
  const options = { bias, returnSequences };
  const activation = isRelu ? "relu" : "tanh";
  const layer =
    kind === "RNN"
      ? new RNN(k, h, { ...options, nonlinearity: activation })
      : kind === "LSTM"
        ? new LSTM(k, h, { ...options, activation, recurrentActivation: "sigmoid" })
        : new GRU(k, h, options);
  return layer as unknown as Recurrent;
};

export const numbers = (length: number, seed: number): Float32Array => fill([length], seed).data;
/** Rows from … to of a tensor. */
export const rowsOf = ({ data, shape }: Tensor, from: number, to: number): Tensor => {
  const size = data.length / (shape[0] as number);
  return { data: data.slice(from * size, to * size), shape: [to - from, ...shape.slice(1)] };
};
export const stateOf = (kind: Kind, n: number, h: number, seed: number): State =>
  kind === "LSTM" ? { h: fill([n, h], seed), c: fill([n, h], seed + 1) } : { h: fill([n, h], seed) };
export const bits = ({ data }: { data: Float32Array }): Uint32Array => new Uint32Array(data.slice().buffer);
