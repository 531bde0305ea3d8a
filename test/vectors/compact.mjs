// Makes <op>.json beside this file: what the tests need of the exact values and of PyTorch's, for the ops that are named.
//
//   node test/vectors/compact.mjs mp-activations.json torch-activations.json relu relu6 …
//
// Arrays are little-endian, deflated (most ops are flat or the identity over long stretches), in base64. Fields:
//   x      f32 or f64 by `dtype`: finite, ascending, −0 before +0
//   y, d   f(x) and f′(x): exact = hi + lo · ulp(hi), hi a double, lo a float (f64 only; f32 needs none)
//   exact  y rounded to the dtype is the only right answer, bit by bit
//   yFloor, dFloor   [lo, hi, floor]: for lo < x < hi the error is in ulps of max(|exact|, floor), as the formula cancels there
//   specials bits of [x, y, d]; "nan" is any NaN, "keep" the NaN of x bit by bit
//   torch    bits of [x, y, d] as PyTorch gives them and, where ours is another value, why
// The sign of a zero in d says nothing. prelu and those over rows have their own fields, see `channels`, `rows`, `gated`.
import { readFileSync, writeFileSync } from "node:fs";
import { deflateSync } from "node:zlib";

const [exactFile, torchFile, ...ops] = process.argv.slice(2);
const exact = JSON.parse(readFileSync(exactFile, "utf8"));
const torch = JSON.parse(readFileSync(torchFile, "utf8"));

const pack = (base64) => deflateSync(Buffer.from(base64, "base64"), { level: 9 }).toString("base64");
const packPair = ({ hi, lo }) => ({ hi: pack(hi), ...(lo && { lo: pack(lo) }) });
const sameCase = (a, b) => a.op === b.op && a.dtype === b.dtype && JSON.stringify(a.params) === JSON.stringify(b.params);

const cases = (op) =>
  exact.cases
    .filter((one) => one.op === op)
    .map((one) => ({
      params: one.params,
      dtype: one.dtype,
      exact: one.exact,
      yFloor: one.yFloor,
      dFloor: one.dFloor,
      x: pack(one.x),
      y: packPair(one.y),
      d: packPair(one.d),
      specials: one.specials,
      torch: torch.cases
        .filter((other) => sameCase(one, other))
        .flatMap(({ points }) => points.map(({ x, y, d, differs }) => (differs ? [x, y, d, differs] : [x, y, d]))),
    }));

/**
 * x is [N, C, inner], weight [C]; dx and dweight belong to the upstream gradient dy; dweightAbs is Σ|terms| of dweight.
 * Specials: bits of [x, weight, y, ∂y/∂x, ∂y/∂weight], of both sources.
 */
const channels = () =>
  exact.prelu.map((one) => ({
    dtype: one.dtype,
    shape: one.shape,
    x: pack(one.x),
    weight: pack(one.weight),
    dy: pack(one.dy),
    y: packPair(one.y),
    dx: packPair(one.dx),
    dweight: packPair(one.dweight),
    dweightAbs: pack(one.dweightAbs),
  }));
const channelSpecials = (dtype) => [
  ...exact.preluSpecials[dtype],
  ...torch.prelu
    .filter((one) => one.dtype === dtype)
    .flatMap(({ weight, points }) => points.map(({ x, y, d, w }) => [x, weight, y, d, w])),
];

/**
 * x is [rows, cols], g the upstream gradient of y, d that of x; `kinds` says what the rows are. Where hi is NaN, NaN is right.
 * Longer rows are left to a reference in JavaScript, which these check.
 */
const rows = (op) =>
  exact.rows
    .filter(({ cols }) => cols <= 64)
    .map((one) => ({
      dtype: one.dtype,
      cols: one.cols,
      kinds: one.kinds,
      x: pack(one.x),
      g: pack(op === "logSumExp" ? one.gl : one.g),
      y: packPair(one[op].y),
      d: packPair(one[op].d),
    }));

/** x is [rows, cols], two halves a row; g is the upstream gradient of y, d that of x. */
const gated = (op) =>
  exact.glu.map((one) => ({
    dtype: one.dtype,
    halves: one.cols / 2,
    x: pack(one.x),
    g: pack(one.g),
    y: packPair(one[op].y),
    d: packPair(one[op].d),
  }));

/** One case a line, so that a change in one shows as one line. */
const lines = (list) => `[\n${list.map((item) => JSON.stringify(item)).join(",\n")}\n]`;

for (const op of ops) {
  const list = op === "prelu" ? channels() : op in exact.rows[0] ? rows(op) : op in exact.glu[0] ? gated(op) : cases(op);
  if (!list.length) throw new Error(`${op}: nothing in ${exactFile}`);
  const specials = op === "prelu" ? ["f32", "f64"].map((dtype) => ({ dtype, points: channelSpecials(dtype) })) : undefined;
  const fields = [`"op": "${op}"`, `"cases": ${lines(list)}`, ...(specials ? [`"specials": ${lines(specials)}`] : [])];
  writeFileSync(new URL(`${op}.json`, import.meta.url), `{\n${fields.join(",\n")}\n}\n`);
}
