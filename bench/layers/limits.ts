// What this machine can do at most, measured in the same run: products and sums of four lanes in registers, and reading.
import binaryen from "binaryen";
import type { Racer } from "../harness.js";
import { CHAINS, linked, PEAK_WORK, TURNS, UNROLLED } from "./registers.js";

const products = Array.from({ length: CHAINS }, (_, i) => `$p${i}`);
const sums = Array.from({ length: CHAINS }, (_, i) => `$s${i}`);

const body = products
  .map(
    (name, i) =>
      `(local.set ${name} (f32x4.mul (local.get ${name}) (local.get $one))) (local.set ${sums[i]} (f32x4.add (local.get ${sums[i]}) (local.get $one)))`,
  )
  .join("\n      ");
const text = `(module
  (import "env" "memory" (memory 0))
  (func (export "peak") (param $n i32) (result f32)
    (local $one v128) ${[...products, ...sums].map((name) => `(local ${name} v128)`).join(" ")}
    (local.set $one (v128.load (i32.const 1024)))
    ${products.map((name) => `(local.set ${name} (local.get $one))`).join("\n    ")}
    (loop $more
      ${body.repeat(UNROLLED)}
      (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (f32x4.extract_lane 0 ${[...products, ...sums.slice(1)].reduce((all, name) => `(f32x4.add ${all} (local.get ${name}))`, "(local.get $s0)")}))
  (func (export "read") (param $from i32) (param $end i32) (result i32)
    ${[0, 1, 2, 3].map((i) => `(local $r${i} v128)`).join(" ")}
    (loop $more
      ${[0, 1, 2, 3].map((i) => `(local.set $r${i} (v128.or (local.get $r${i}) (v128.load offset=${16 * i} (local.get $from))))`).join("\n      ")}
      (br_if $more (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 64))) (local.get $end))))
    (i32x4.extract_lane 0 (v128.or (v128.or (local.get $r0) (local.get $r1)) (v128.or (local.get $r2) (local.get $r3))))))`;

/** Linked by registers.ts, in processes too that load no compiler. */
export const moduleBytes = (): Uint8Array => {
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.SIMD128);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
};

const PAGES = 1 + (64 << 20) / 65536;

export interface Limit {
  readonly name: string;
  readonly racer: Racer;
  /** Of a call: floating-point operations, or bytes. */
  readonly work: number;
  readonly unit: "GFLOPS" | "GB/s";
}

export const limits = (bytes = moduleBytes()): readonly Limit[] => {
  const { peak, read } = linked(bytes, PAGES);
  const times = (call: () => unknown): Racer => ({
    leavesGarbage: false,
    run: (calls) => {
      let last: unknown;
      for (let i = 0; i < calls; i++) last = call();
      return last;
    },
  });
  const reading = (bytes: number): Racer => times(() => read(65536, 65536 + bytes));
  return [
    { name: "mul + add in registers (P)", racer: times(() => peak(TURNS)), work: PEAK_WORK, unit: "GFLOPS" },
    { name: "reading 256 KiB", racer: reading(1 << 18), work: 1 << 18, unit: "GB/s" },
    { name: "reading 32 MiB", racer: reading(32 << 20), work: 32 << 20, unit: "GB/s" },
  ];
};
