// ONNX Runtime's tensors are ordinary arrays. What a caller can do without them being made anew is to keep a tensor of x, and one for the result.

export interface OrtTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

type Tensors = Readonly<Record<string, OrtTensor>>;

export interface OrtSession {
  run(feeds: Tensors, fetches?: Tensors): Promise<Tensors>;
  release(): Promise<void>;
}

export type MakeTensor = new (type: "float32", data: Float32Array, shape: readonly number[]) => OrtTensor;

export const resultOf = ({ y }: Tensors): OrtTensor => {
  if (!y) throw new Error("no result");
  return y;
};

/** Why a session's results cannot be kept. */
export const NOT_KEPT = "it writes its results into new arrays only";

/** Makes tensors that a session writes its results into; undefined where it takes them, and writes elsewhere. No result of `feeds` may be NaN. */
export const outputs = async (session: OrtSession, Tensor: MakeTensor, feeds: Tensors): Promise<(() => OrtTensor) | undefined> => {
  const { dims, data } = resultOf(await session.run(feeds));
  const make = (): OrtTensor => new Tensor("float32", new Float32Array(data.length).fill(Number.NaN), dims);
  const tried = make();
  await session.run(feeds, { y: tried });
  return tried.data.includes(Number.NaN) ? undefined : make;
};
