// The matrix product of tensors.
import { copyInto } from "../engine/elements.js";
import { refuse } from "../engine/errors.js";
import { optionsOf } from "../engine/options.js";
import { elementsOf, type Shape, type Tensor, tensorOf, written } from "../engine/tensor.js";
import { arenaWith } from "./arena.js";
import { flagOf } from "./choices.js";
import { ADD, matmulKernel, ROOM_TRANSPOSED, TRANSPOSED_A, TRANSPOSED_B } from "./matmulKernel.js";
import { resultOf } from "./result.js";

export interface MatmulOptions {
  /** a is [..., K, M]. Default false. */
  readonly transposeA?: boolean | undefined;
  /** b is [..., N, K]. Default false. */
  readonly transposeB?: boolean | undefined;
}

interface Operand {
  readonly tensor: Tensor;
  readonly isTransposed: boolean;
}

const operandOf = (where: string, name: string, value: unknown, isTransposed: boolean): Operand => {
  const tensor = tensorOf(where, name, value);
  if (tensor.shape.length < 2) refuse(where, name, `has shape ${written(tensor.shape)}`, "two axes or more", RangeError);
  return { tensor, isTransposed };
};

const swapped = (shape: Shape): [number, number] => [shape[shape.length - 1] as number, shape[shape.length - 2] as number];
/** Rows and columns of the matrices as they are multiplied. */
const sizesOf = ({ tensor: { shape }, isTransposed }: Operand): [number, number] =>
  isTransposed ? swapped(shape) : (swapped(shape).reverse() as [number, number]);

/** Leading axes as NumPy broadcasts them. */
const broadcast = (where: string, a: Shape, b: Shape): number[] => {
  const [left, right] = [a.slice(0, -2), b.slice(0, -2)];
  const length = Math.max(left.length, right.length);
  return Array.from({ length }, (_, i) => {
    const [x, y] = [left, right].map((shape) => shape[i - length + shape.length] ?? 1) as [number, number];
    if (x !== y && x !== 1 && y !== 1)
      refuse(where, "b", `has shape ${written(b)}`, `leading axes that go with those of a, ${written(a)}`, RangeError);
    return x === 1 ? y : x;
  });
};

/** Which matrix of an operand each matrix of the result is made of. */
const placesIn = (leading: Shape, shape: Shape): number[] => {
  const own = shape.slice(0, -2);
  return Array.from({ length: elementsOf(leading) }, (_, index) => {
    let rest = index;
    let place = 0;
    let stride = 1;
    for (let axis = leading.length - 1; axis >= 0; axis--) {
      const size = leading[axis] as number;
      const ownSize = own[axis - leading.length + own.length] ?? 1;
      if (ownSize > 1) place += (rest % size) * stride;
      stride *= ownSize;
      rest = Math.floor(rest / size);
    }
    return place;
  });
};

/**
 * y[i] ← or += a[places] · b[places] for matrices of one size, in an arena, of which they are copied in and out. As many of the result's
 * matrices at a time as `a` and `b` have in full.
 */
const products = (
  where: string,
  a: Operand,
  b: Operand,
  aPlaces: readonly number[],
  bPlaces: readonly number[],
  y: Float32Array,
  yPlaces: readonly number[],
): void => {
  const [m, k] = sizesOf(a);
  const [, n] = sizesOf(b);
  if (!m || !n) return;
  const [aLength, bLength, yLength] = [m * k, k * n, m * n];
  const rounded = [aLength, bLength, yLength].map((length) => Math.ceil(length / 16) * 16 + 16) as [number, number, number];
  const length = rounded[0] + rounded[1] + rounded[2] + ROOM_TRANSPOSED;
  const arena = arenaWith(where, 4 * length);
  const block = arena.take(length) as Float32Array;
  try {
    const [A, B, Y, room] = [0, rounded[0], rounded[0] + rounded[1], rounded[0] + rounded[1] + rounded[2]].map(
      (at) => block.byteOffset + 4 * at,
    ) as [number, number, number, number];
    const views = [
      [A, aLength],
      [B, bLength],
      [Y, yLength],
    ].map(([address, size]) => new Float32Array(block.buffer, address, size)) as [Float32Array, Float32Array, Float32Array];
    const mode = (a.isTransposed ? TRANSPOSED_A : 0) | (b.isTransposed ? TRANSPOSED_B : 0);
    const [aRow, bRow] = [a, b].map(({ tensor: { shape } }) => shape[shape.length - 1] as number) as [number, number];
    const last = [-1, -1, -1];
    const started = new Set<number>();
    for (const [i, place] of yPlaces.entries()) {
      const [from, by] = [aPlaces[i] as number, bPlaces[i] as number];
      if (from !== last[0]) views[0].set(matrix(a.tensor.data, from, aLength));
      if (by !== last[1]) views[1].set(matrix(b.tensor.data, by, bLength));
      const isMore = started.has(place);
      if (isMore && place !== last[2]) views[2].set(matrix(y, place, yLength));
      if (!k) views[2].fill(0);
      else matmulKernel.in(arena)["product"]?.(A, aRow, B, bRow, 0, Y, n, m, n, k, mode | (isMore ? ADD : 0), room);
      copyInto(y, views[2], place * yLength);
      started.add(place);
      last.splice(0, 3, from, by, place);
    }
  } finally {
    arena.release(block);
  }
};

const matrix = (data: Float32Array, place: number, length: number): Float32Array =>
  new Float32Array(data.buffer, data.byteOffset + 4 * place * length, length);

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

interface Checked {
  readonly a: Operand;
  readonly b: Operand;
  readonly leading: number[];
  readonly shape: number[];
}

const check = (where: string, a: unknown, b: unknown, options: Readonly<Record<string, unknown>>): Checked => {
  const left = operandOf(where, "a", a, flagOf(where, "transposeA", options["transposeA"], false));
  const right = operandOf(where, "b", b, flagOf(where, "transposeB", options["transposeB"], false));
  const [m, k] = sizesOf(left);
  const [came, n] = sizesOf(right);
  if (k !== came)
    refuse(
      where,
      "b",
      `has shape ${written(right.tensor.shape)}`,
      `${k} ${right.isTransposed ? "columns" : "rows"} for a of shape ${written(left.tensor.shape)}`,
      RangeError,
    );
  const leading = broadcast(where, left.tensor.shape, right.tensor.shape);
  return { a: left, b: right, leading, shape: [...leading, m, n] };
};

const multiply = (a: Tensor, b: Tensor, options?: MatmulOptions & { readonly out?: Tensor | undefined }): Tensor => {
  const where = "matmul";
  const read = optionsOf(where, options, ["out", "transposeA", "transposeB"]);
  const out = read["out"];
  const { a: left, b: right, leading, shape } = check(where, a, b, read);
  const y = resultOf(where, out === undefined ? undefined : tensorOf(where, "out", out), shape, [
    ["a", left.tensor.data],
    ["b", right.tensor.data],
  ]);
  // Nothing to add up; the leading axes may be long all the same.
  if (!y.data.length || !sizesOf(left)[1]) {
    y.data.fill(0);
    return out === undefined ? y : (out as Tensor);
  }
  products(
    where,
    left,
    right,
    placesIn(leading, left.tensor.shape),
    placesIn(leading, right.tensor.shape),
    y.data,
    range(elementsOf(leading)),
  );
  return out === undefined ? y : (out as Tensor);
};

const backward = (dy: Tensor, a: Tensor, b: Tensor, options?: MatmulOptions): { da: Tensor; db: Tensor } => {
  const where = "matmul.backward";
  const { a: left, b: right, leading, shape } = check(where, a, b, optionsOf(where, options, ["transposeA", "transposeB"]));
  const upstream = tensorOf(where, "dy", dy);
  if (written(upstream.shape) !== written(shape))
    refuse(where, "dy", `has shape ${written(upstream.shape)}`, `${written(shape)} (the shape of y)`, RangeError);
  if (!upstream.data.length || !sizesOf(left)[1])
    return {
      da: { data: new Float32Array(left.tensor.data.length), shape: left.tensor.shape },
      db: { data: new Float32Array(right.tensor.data.length), shape: right.tensor.shape },
    };
  const [aPlaces, bPlaces] = [left, right].map(({ tensor }) => placesIn(leading, tensor.shape)) as [number[], number[]];
  const own = range(elementsOf(leading));
  const empty = ({ tensor }: Operand): Tensor => ({ data: new Float32Array(tensor.data.length), shape: tensor.shape });
  const [da, db] = [empty(left), empty(right)];
  const as = (tensor: Tensor, isTransposed: boolean): Operand => ({ tensor, isTransposed });
  // da = dy · bᵀ, or its transpose b · dyᵀ; db = aᵀ · dy, or dyᵀ · a. What was broadcast sums up.
  if (left.isTransposed) products(where, as(right.tensor, right.isTransposed), as(upstream, true), bPlaces, own, da.data, aPlaces);
  else products(where, as(upstream, false), as(right.tensor, !right.isTransposed), own, bPlaces, da.data, aPlaces);
  if (right.isTransposed) products(where, as(upstream, true), as(left.tensor, left.isTransposed), own, aPlaces, db.data, bPlaces);
  else products(where, as(left.tensor, !left.isTransposed), as(upstream, false), aPlaces, own, db.data, bPlaces);
  return { da, db };
};

/**
 * The matrix product y = a · b.
 *
 * Shapes: a [..., M, K], b [..., K, N] → y [..., M, N]; leading axes broadcast as NumPy's.
 * Error: (K + 4) · 2⁻²⁴ · Σ|terms|; a row of y has the same bits
 * whatever other rows a has. `matmul.backward(dy, a, b, options)` gives `{ da, db }`.
 * @param options.transposeA  whether a is [..., K, M]. Default false.
 * @param options.transposeB  whether b is [..., N, K]. Default false.
 * @param options.out  a tensor of y's shape to fill and return; it shares no memory with a or b
 * @throws TypeError or RangeError if a or b is no tensor of two axes or more, or their sizes do not go together
 * Source: `torch.matmul`.
 * @example matmul(tensor([[1, 2]]), tensor([[3, 4]]), { transposeB: true }).data;   // [11]
 */
export const matmul: typeof multiply & { readonly backward: typeof backward } = /* @__PURE__ */ Object.assign(multiply, { backward });
