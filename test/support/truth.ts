// The exact values of test/vectors/, unpacked. What the fields mean is written in scripts/truth/file.ts; scripts/truth makes them.
import { unzlibSync } from "fflate";
import { arrays, type Dtype, type Floats, type Params } from "./api.js";
import { vectorFiles } from "./host.js";
import type { Floor } from "./ulp.js";

type Packed<T> = T extends Floats | Float32Array ? string : T extends Exact ? { readonly hi: string; readonly lo?: string } : T;
type PackedCase<C> = { readonly [K in keyof C]: Packed<C[K]> };

/** hi + lo · ulp(hi) */
export interface Exact {
  readonly hi: Float64Array;
  readonly lo: Float32Array | undefined;
}

/** Parameters, and where with them only an absolute error is promised. */
export interface Setting {
  readonly params: Params;
  readonly yFloor?: Floor;
  readonly dFloor?: Floor;
}

export interface Case extends Setting {
  readonly op: string;
  readonly dtype: Dtype;
  readonly exact?: true;
  readonly x: Floats;
  readonly y: Exact;
  readonly d: Exact;
  readonly specials: readonly (readonly [x: string, y: string, d: string])[];
  readonly torch: readonly (readonly [x: string, y: string, d: string, differs?: string])[];
}

export interface ChannelCase {
  readonly op: string;
  readonly dtype: Dtype;
  readonly shape: readonly [rows: number, channels: number, inner: number];
  readonly x: Floats;
  readonly weight: Floats;
  readonly dy: Floats;
  readonly y: Exact;
  readonly dx: Exact;
  readonly dweight: Exact;
  readonly dweightAbs: Float64Array;
}

export interface RowCase {
  readonly op: string;
  readonly dtype: Dtype;
  readonly cols: number;
  readonly kinds: readonly string[];
  readonly x: Floats;
  /** The upstream gradient. */
  readonly g: Floats;
  readonly y: Exact;
  readonly d: Exact;
}

export interface GatedCase {
  readonly op: string;
  readonly dtype: Dtype;
  /** cols / 2 */
  readonly halves: number;
  readonly x: Floats;
  /** The upstream gradient. */
  readonly g: Floats;
  readonly y: Exact;
  readonly d: Exact;
}

export interface ChannelSpecials {
  readonly op: string;
  readonly dtype: Dtype;
  readonly points: readonly (readonly [x: string, weight: string, y: string, dx: string, dweight: string])[];
}

interface File {
  readonly op: string;
  readonly cases: readonly (PackedCase<Case> | PackedCase<ChannelCase> | PackedCase<RowCase> | PackedCase<GatedCase>)[];
  readonly specials?: readonly Omit<ChannelSpecials, "op">[];
}

const unpack = <D extends Dtype>(dtype: D, text: string): InstanceType<(typeof arrays)[D]> =>
  new arrays[dtype](unzlibSync(Uint8Array.from(atob(text), (char) => char.charCodeAt(0))).slice().buffer) as InstanceType<
    (typeof arrays)[D]
  >;
const unpackExact = ({ hi, lo }: Packed<Exact>): Exact => ({
  hi: unpack("f64", hi),
  lo: lo === undefined ? undefined : unpack("f32", lo),
});

const files = vectorFiles as readonly File[];

/** The ops that there is truth for. */
export const opsWithTruth: readonly string[] = files.map(({ op }) => op);

export const cases: readonly Case[] = files.flatMap(({ op, cases }) =>
  cases.flatMap((one) =>
    "params" in one ? { ...one, op, x: unpack(one.dtype, one.x), y: unpackExact(one.y), d: unpackExact(one.d) } : [],
  ),
);

export const channelCases: readonly ChannelCase[] = files.flatMap(({ op, cases }) =>
  cases.flatMap((one) =>
    "dweight" in one
      ? {
          ...one,
          op,
          x: unpack(one.dtype, one.x),
          weight: unpack(one.dtype, one.weight),
          dy: unpack(one.dtype, one.dy),
          y: unpackExact(one.y),
          dx: unpackExact(one.dx),
          dweight: unpackExact(one.dweight),
          dweightAbs: unpack("f64", one.dweightAbs),
        }
      : [],
  ),
);

const unpackRows = <C extends PackedCase<RowCase> | PackedCase<GatedCase>>(op: string, one: C) => ({
  ...one,
  op,
  x: unpack(one.dtype, one.x),
  g: unpack(one.dtype, one.g),
  y: unpackExact(one.y),
  d: unpackExact(one.d),
});

export const rowCases: readonly RowCase[] = files.flatMap(({ op, cases }) =>
  cases.flatMap((one) => ("kinds" in one ? unpackRows(op, one) : [])),
);

export const gatedCases: readonly GatedCase[] = files.flatMap(({ op, cases }) =>
  cases.flatMap((one) => ("halves" in one ? unpackRows(op, one) : [])),
);

export const channelSpecials: readonly ChannelSpecials[] = files.flatMap(({ op, specials = [] }) =>
  specials.map((one) => ({ op, ...one })),
);
