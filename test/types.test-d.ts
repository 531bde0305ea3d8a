// If this fails, the result's type does not follow the input's, or a wrong call compiles.
import { expectTypeOf, test } from "vitest";
import {
  type Activation,
  backend,
  Heap,
  hardtanh,
  leakyRelu,
  logSumExp,
  prelu,
  relu,
  silu,
  softmax,
  softsign,
  swiglu,
  type Tensor,
  threshold,
} from "../src/index.js";

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

test("one of several types", () => {
  const either = (x: number | Float32Array) => relu(x);
  expectTypeOf(either).returns.toEqualTypeOf<number | Float32Array<ArrayBuffer>>();
  const float = <T extends Float32Array | Float64Array>(x: T): T => relu(x);
  expectTypeOf(float(f64)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
  const inPlace = <T extends Float32Array | Float64Array>(x: T): T => relu(x, { out: x });
  expectTypeOf(inPlace(shared)).toEqualTypeOf<Float32Array<SharedArrayBuffer>>();
  const perhaps = (x: Float32Array, out?: Float32Array): Float32Array => leakyRelu(x, { negativeSlope: 0.2, out });
  expectTypeOf(perhaps).returns.toEqualTypeOf<Float32Array>();
  const any = (x: number | number[][] | Float64Array) => threshold(x, { threshold: 0, value: 1 });
  expectTypeOf(any).returns.toEqualTypeOf<number | number[][] | Float64Array>();
  const activation: Activation = relu;
  expectTypeOf(activation(f32)).toEqualTypeOf<Float32Array<ArrayBuffer>>();

  const methods = <T extends Float32Array | Float64Array>(x: T): T[] => [
    relu.backward(x, x),
    relu.backwardFromOutput(x, x, { out: x }),
    relu.derivative(x),
    softmax(x, { cols: 2 }),
    softmax.backward(x, x),
    logSumExp(x),
    logSumExp.backward(x, x),
    swiglu(x),
    swiglu.backward(x, x),
    prelu(x, 0.25),
    prelu(x, x),
    prelu.derivative(x, 0.25),
    prelu.backward(x, x, 0.25).dx,
  ];
  expectTypeOf(methods(f32)).toEqualTypeOf<Float32Array<ArrayBuffer>[]>();
  const mixed = (x: number | Float32Array) => prelu(x, 0.25);
  expectTypeOf(mixed).returns.toEqualTypeOf<number | Float32Array<ArrayBuffer>>();
  const gradients = (x: number | Float32Array) => [relu.backward(x, x), softmax.backward(x, x), logSumExp.backward(x, x)];
  expectTypeOf(gradients).returns.toEqualTypeOf<(number | Float32Array)[]>();
  const reduced = (x: number[][] | Float32Array) => logSumExp(x);
  expectTypeOf(f32).toExtend<ReturnType<typeof reduced>>();
  const loose = (x: number[][] | Float32Array) => swiglu(x);
  expectTypeOf(loose).returns.toEqualTypeOf<number[][] | Float32Array>();

  const wrong = <T extends Float32Array | Float64Array>(x: T) => {
    // @ts-expect-error out of one type only
    relu(x, { out: f32 });
    // @ts-expect-error integers are taken by relu alone
    softsign(x.length ? x : new Int8Array(1));
    // @ts-expect-error an unknown option
    return relu(x, { inplace: true });
  };
  expectTypeOf(wrong).toBeFunction();
});

test("array.map", () => {
  expectTypeOf([-1, 1].map(relu)).toEqualTypeOf<number[]>();
  expectTypeOf(([-1, 1] as const).map(leakyRelu)).toExtend<readonly number[]>();
  // @ts-expect-error an index for options, outside of map
  relu(1, 0);
  // @ts-expect-error both parameters are required
  [-1, 1].map(threshold);
  // @ts-expect-error halves of one number
  [-1, 1].map(swiglu);
});

test("along another axis", () => {
  expectTypeOf(softmax(f32, { cols: 2, inner: 2 })).toEqualTypeOf<Float32Array<ArrayBuffer>>();
  expectTypeOf(softmax.backward(f64, f64, { cols: 2, inner: 2, out: f64 })).toEqualTypeOf<Float64Array<ArrayBuffer>>();
  expectTypeOf(logSumExp(f32, { cols: 2, inner: 2 })).toEqualTypeOf<Float32Array<ArrayBuffer>>();
  expectTypeOf(logSumExp([1, 2, 3, 4], { inner: 2 })).toEqualTypeOf<number[]>();
  // @ts-expect-error gated units are over whole rows
  swiglu(f32, { cols: 2, inner: 2 });
  // @ts-expect-error no number
  softmax(f32, { inner: "2" });
});

test("tensors", () => {
  const t: Tensor = { data: f32, shape: [2, 2] };
  expectTypeOf(t).toEqualTypeOf<{ readonly data: Float32Array; readonly shape: readonly number[] }>();
  expectTypeOf(relu(t)).toEqualTypeOf<Tensor>();
  expectTypeOf(relu({ data: f32, shape: [4] })).toEqualTypeOf<Tensor>();
  expectTypeOf(relu({ data: f32, shape: [4] as const })).toEqualTypeOf<Tensor>();
  expectTypeOf(relu(t, { out: t })).toEqualTypeOf<Tensor>();
  expectTypeOf(relu.derivative(t)).toEqualTypeOf<Tensor>();
  expectTypeOf(relu.backward(t, t, { out: t })).toEqualTypeOf<Tensor>();
  expectTypeOf(relu.backwardFromOutput(t, t)).toEqualTypeOf<Tensor>();
  expectTypeOf(leakyRelu(t, { negativeSlope: 0.2, out: t })).toEqualTypeOf<Tensor>();
  expectTypeOf(threshold(t, { threshold: 0, value: 1 })).toEqualTypeOf<Tensor>();
  expectTypeOf(silu.betaGradient(t, t, { beta: 2 })).toEqualTypeOf<number>();
  for (const rows of [softmax, logSumExp, swiglu]) {
    expectTypeOf(rows(t)).toEqualTypeOf<Tensor>();
    expectTypeOf(rows.backward(t, t, { out: t })).toEqualTypeOf<Tensor>();
  }
  expectTypeOf(softmax.backwardFromOutput(t, t)).toEqualTypeOf<Tensor>();
  expectTypeOf(prelu(t, 0.25)).toEqualTypeOf<Tensor>();
  expectTypeOf(prelu.derivative(t, f32, { out: t })).toEqualTypeOf<Tensor>();
  expectTypeOf(prelu.backward(t, t, 0.25)).toEqualTypeOf<{ readonly dx: Tensor; readonly dweight: number }>();
  expectTypeOf(prelu.backward(t, t, f32).dweight).toEqualTypeOf<Float32Array>();
  expectTypeOf(prelu.backward(t, t, t).dweight).toEqualTypeOf<Tensor>();
  const perhaps = (out?: Tensor): Tensor => relu(t, { out });
  expectTypeOf(perhaps).returns.toEqualTypeOf<Tensor>();
  const activation: Activation = relu;
  expectTypeOf(activation(t)).toEqualTypeOf<Tensor>();

  // @ts-expect-error float64
  relu({ data: f64, shape: [4] });
  // @ts-expect-error no shape
  relu({ data: f32 });
  // @ts-expect-error out an array
  relu(t, { out: f32 });
  // @ts-expect-error out a tensor beside an array
  relu(f32, { out: t });
  // @ts-expect-error dy an array
  relu.backward(f32, t);
  // @ts-expect-error dy a tensor beside an array
  relu.backward(t, f32);
  // @ts-expect-error it follows from the shape
  softmax(t, { cols: 2 });
  // @ts-expect-error it follows from the shape
  softmax.backward(t, t, { inner: 2 });
  // @ts-expect-error it follows from the shape
  logSumExp(t, { cols: 2 });
  // @ts-expect-error it follows from the shape
  swiglu(t, { cols: 2 });
  // @ts-expect-error it follows from the shape
  prelu(t, f32, { inner: 2 });
  // @ts-expect-error a list of slopes
  prelu(t, [0.25]);
  // @ts-expect-error both are required
  threshold(t);
});
