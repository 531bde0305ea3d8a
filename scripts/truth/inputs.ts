// Where a new activation is looked at: all magnitudes, more of those where functions bend, and the floats beside likely kinks.
import type { Dtype, Floats } from "./evaluate.js";
import type { Params } from "./formulas.js";

/** The same numbers from 0 to 1 in every run. */
const generator = (): (() => number) => {
  let state = 20240229;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
};

const arrays = { f32: Float32Array, f64: Float64Array } as const;
/** The exponents of the least and the greatest float, and the step that gives some 60 of each sign. */
const exponents = { f32: [-149, 127, 4.5], f64: [-1074, 1023, 35] } as const;
const ulp = { f32: 2 ** -23, f64: 2 ** -52 } as const;

/** Finite, ascending, −0 before +0. */
export const inputsFor = (dtype: Dtype, params: Params): Floats => {
  const random = generator();
  const [least, greatest, step] = exponents[dtype];
  const magnitudes: number[] = [0, 2 ** least, (2 - ulp[dtype]) * 2 ** greatest];
  for (let e = least; e < greatest; e += step) magnitudes.push(2 ** Math.floor(e) * (1 + random()));
  for (let i = 0; i < 60; i++) magnitudes.push(random(), random() * 4, random() * 20, 20 * 2 ** (random() * 6));
  for (const kink of [0.5, 1, 3, 6, ...Object.values(params).map(Math.abs)])
    for (const beside of [-3, -2, -1, 0, 1, 2, 3]) magnitudes.push(kink * (1 + beside * ulp[dtype]));
  // What bends at one may do so at a multiple or a fraction by a parameter.
  for (const scale of Object.values(params).flatMap((value) => [Math.abs(value), 1 / Math.abs(value)]))
    if (scale !== 0 && Number.isFinite(scale) && scale !== 1)
      for (let i = 0; i < 20; i++) magnitudes.push(random() * scale, random() * 20 * scale, 20 * 2 ** (random() * 7) * scale);
  // The sort of typed arrays has −0 before 0.
  const x = new arrays[dtype](magnitudes.flatMap((v) => [v, -v])).sort();
  return x.filter((v: number, i: number) => Number.isFinite(v) && !Object.is(v, x[i - 1])) as Floats;
};

/** Zeros, infinities and NaNs, as bits. */
export const specialBits: Readonly<Record<Dtype, readonly string[]>> = {
  f32: ["00000000", "80000000", "7f800000", "ff800000", "7fc00000", "ffc00000", "7fc00abc", "ffe98765"],
  f64: [
    "0000000000000000",
    "8000000000000000",
    "7ff0000000000000",
    "fff0000000000000",
    "7ff8000000000000",
    "fff8000000000000",
    "7ff8000000abcdef",
    "fffc123456789abc",
  ],
};
