// If this fails, the result's type does not follow the input's, or a wrong call compiles.
import { expectTypeOf, test } from "vitest";
import { backend, Heap, hardtanh, leakyRelu, logSumExp, prelu, relu, softmax, softsign, swiglu, threshold } from "../src/index.js";

const f32 = new Float32Array(4);
const f64 = new Float64Array(4);
const shared = new Float32Array(new SharedArrayBuffer(16));

test("over rows: of x's shape, of one value a row, of half the columns", () => {
  expectTypeOf(softmax([1, 2], { cols: 1 })).toEqualTypeOf<number[]>();
  expectTypeOf(softmax([[1, 2]])).toEqualTypeOf<number[][]>();
  expectTypeOf(softmax(f32, { cols: 2 })).toEqualTypeOf<Float32Array<ArrayBuffer>>();
  expectTypeOf(softmax(f32, { out: shared })).toEqualTypeOf<Float32Array<SharedArrayBuffer>>();
  expectTypeOf(softmax.backwardFromOutput(f64, f64)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
  expectTypeOf(logSumExp([1, 2])).toEqualTypeOf<number>();
  expectTypeOf(logSumExp([1, 2], { cols: 1 })).toEqualTypeOf<number[]>();
  expectTypeOf(logSumExp([[1, 2]])).toEqualTypeOf<number[]>();
  expectTypeOf(logSumExp.backward(1, [1, 2])).toEqualTypeOf<number[]>();
  expectTypeOf(swiglu(f64)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
  expectTypeOf(swiglu.backward(f32, f32)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
  // @ts-expect-error a row has no derivative but a matrix
  softmax.derivative(f32);
  // @ts-expect-error an unknown option
  softmax(f32, { dim: -1 });
  // @ts-expect-error halves of one number
  swiglu(1);
});

test("what goes in comes out", () => {
  expectTypeOf(relu(-3)).toEqualTypeOf<number>();
  expectTypeOf(relu([1, 2])).toEqualTypeOf<number[]>();
  expectTypeOf(relu([1, 2] as const)).toEqualTypeOf<number[]>();
  expectTypeOf(relu([[1], [2]])).toEqualTypeOf<number[][]>();
  expectTypeOf(relu([[[1]], [[2]]])).toEqualTypeOf<number[][][]>();
  expectTypeOf(relu(f32)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
  expectTypeOf(relu(shared)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
  expectTypeOf(relu(f64)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
  expectTypeOf(relu(f32, { out: shared })).toEqualTypeOf<Float32Array<SharedArrayBuffer>>();
  expectTypeOf(relu(shared, { out: f32 })).toEqualTypeOf<Float32Array<ArrayBuffer>>();
  expectTypeOf(relu(new Int8Array(1))).toEqualTypeOf<Int8Array<ArrayBuffer>>();
  expectTypeOf(relu(new Int16Array(1), { out: new Int16Array(1) })).toEqualTypeOf<Int16Array<ArrayBuffer>>();
  expectTypeOf(relu(new Int32Array(1))).toEqualTypeOf<Int32Array<ArrayBuffer>>();
  expectTypeOf(backend).toEqualTypeOf<"wasm" | "js">();
});

test("methods follow too", () => {
  expectTypeOf(relu.backward(1, 2)).toEqualTypeOf<number>();
  expectTypeOf(leakyRelu.backward(f32, f32, { negativeSlope: 0.2 })).toEqualTypeOf<Float32Array<ArrayBuffer>>();
  expectTypeOf(leakyRelu.backward(f64, f64, { negativeSlope: 0.2, out: f64 })).toEqualTypeOf<Float64Array<ArrayBuffer>>();
  expectTypeOf(hardtanh.backwardFromOutput([1], [2])).toEqualTypeOf<number[]>();
  expectTypeOf(softsign.derivative([[1]])).toEqualTypeOf<number[][]>();
  expectTypeOf(prelu(f32, f32)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
  expectTypeOf(prelu(1, 0.25)).toEqualTypeOf<number>();
  expectTypeOf(prelu.backward(f32, f32, 0.25).dweight).toEqualTypeOf<number>();
  expectTypeOf(prelu.backward(f32, f32, f32).dweight).toEqualTypeOf<Float32Array>();
  expectTypeOf(prelu.backward([1], [1], [0.25])).toEqualTypeOf<{ readonly dx: number[]; readonly dweight: number[] }>();
  expectTypeOf(new Heap(16).float32(1)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
});

test("what is wrong does not compile", () => {
  // @ts-expect-error out of another type
  relu(f32, { out: f64 });
  // @ts-expect-error out for a number
  relu(1, { out: f32 });
  // @ts-expect-error out for an array
  relu([1], { out: [1] });
  // @ts-expect-error an unknown option
  relu(f32, { inplace: true });
  // @ts-expect-error a string
  relu("1");
  // @ts-expect-error unsigned integers
  relu(new Uint8Array(1));
  // @ts-expect-error integers have no gradient
  relu.backward(new Int8Array(1), new Int8Array(1));
  // @ts-expect-error only relu takes integers
  softsign(new Int8Array(1));
  // @ts-expect-error dy of another type
  relu.backward(f64, f32);
  // @ts-expect-error dy is missing
  relu.backward(f32);
  // @ts-expect-error another op's parameter
  leakyRelu(f32, { alpha: 1 });
  // @ts-expect-error no number
  leakyRelu(f32, { negativeSlope: "1" });
  // @ts-expect-error both are required
  threshold(f32);
  // @ts-expect-error both are required
  threshold(f32, { threshold: 1 });
  // @ts-expect-error y does not tell the slope
  softsign.backwardFromOutput(f32, f32);
  // @ts-expect-error the weight is required
  prelu(f32);
  // @ts-expect-error a weight of another type
  prelu(f32, f64);
});
