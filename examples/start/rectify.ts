// relu on a feature map, beside what else one could do.
import { relu } from "relu-simd";
import type { Plane } from "./convolve.js";
import { type Contender, measure } from "./measure.js";

export interface Row {
  readonly name: string;
  readonly ms: number;
}

export interface Rectified {
  readonly map: Plane;
  readonly rows: readonly Row[];
}

/** What one writes first. Only ever called with Float32Arrays, so that the engine makes its best of it. */
const loop = (x: Float32Array, y: Float32Array): void => {
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number;
    y[i] = value < 0 ? 0 : value;
  }
};

/** What one writes last: no branch for the processor to guess. The sign bit, spread, masks all bits of negative numbers. */
const bits = (x: Int32Array, y: Int32Array): void => {
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number;
    y[i] = value & ~(value >> 31);
  }
};

export const LOOP = "JavaScript, x < 0 ? 0 : x";

/** @throws if any way gives another result than the loop */
export const rectify = (plane: Plane, progress: (share: number) => void): Rectified => {
  const x = plane.values;
  const fresh = (): Float32Array<ArrayBuffer> => new Float32Array(x.length);
  const [out, looped, masked, copied] = [fresh(), fresh(), fresh(), fresh()];
  const [xBits, maskedBits] = [new Int32Array(x.buffer), new Int32Array(masked.buffer)];
  const contenders: readonly Contender[] = [
    { name: "relu(map, { out })", run: () => relu(x, { out }) },
    { name: LOOP, run: () => loop(x, looped) },
    { name: "JavaScript, bit mask", run: () => bits(xBits, maskedBits) },
    { name: "only copying, out.set(map)", run: () => copied.set(x) },
  ];
  const times = measure(contenders, progress);
  const truth = Buffer.from(looped.buffer);
  for (const y of [out, masked]) if (!truth.equals(Buffer.from(y.buffer))) throw new Error("relu and the plain loop differ");
  return { map: { ...plane, values: out }, rows: contenders.map(({ name }, i) => ({ name, ms: times[i] ?? Number.NaN })) };
};
