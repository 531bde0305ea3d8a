// softmax and its family over a few logits, with a temperature; and the usual formula, which takes no maximum away. No DOM.
import { ulps } from "./errors.js";
import { entry } from "./model.js";

type Row = "softmax" | "softmin" | "logSoftmax" | "logSumExp";

const isRow = (name: string): name is Row => ["softmax", "softmin", "logSoftmax", "logSumExp"].includes(name);

const r = Math.fround;

/** As textbooks have it: exponentials, their sum, quotients and logarithms, each rounded to float32. */
export const usualRow = (name: string, x: Float32Array): readonly number[] => {
  const e = Array.from(x, (value) => r(Math.exp(name === "softmin" ? -value : value)));
  const sum = e.reduce((total, value) => r(total + value), 0);
  if (name === "logSumExp") return [r(Math.log(sum))];
  const shares = e.map((value) => r(value / sum));
  return name === "logSoftmax" ? shares.map((share) => r(Math.log(share))) : shares;
};

export const USUAL_ROWS: Readonly<Record<Row, string>> = {
  softmax: "exp(xᵢ) / Σ exp(xⱼ)",
  softmin: "exp(−xᵢ) / Σ exp(−xⱼ)",
  logSoftmax: "log(exp(xᵢ) / Σ exp(xⱼ))",
  logSumExp: "log(Σ exp(xⱼ))",
};

export interface RowResult {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly usual: readonly number[];
  /** The greatest of the row, in ULP. */
  readonly error: number;
  readonly usualError: number;
}

/** (logit + shift) / temperature, through the function. */
export const rowAt = (name: string, logits: readonly number[], shift: number, temperature: number): RowResult => {
  if (!isRow(name)) throw new RangeError(`${name} is not of softmax's family`);
  const x = Float32Array.from(logits, (logit) => (logit + shift) / temperature);
  const call = entry(name);
  const y = call(x) as Float32Array;
  const exact = call(Float64Array.from(x));
  const usual = usualRow(name, x);
  const worst = (got: ArrayLike<number>): number => Math.max(...Array.from(exact, (value, i) => ulps(got[i] as number, value)));
  return { x, y, usual, error: worst(y), usualError: worst(usual) };
};

export const rowCall = (name: string, logits: readonly number[], shift: number, temperature: number): string => {
  const added = shift === 0 ? "logit" : `logit + ${shift}`;
  const each = temperature === 1 ? added : `${shift === 0 ? added : `(${added})`} / ${temperature}`;
  const mapped = each === "logit" ? "" : `.map((logit) => ${each})`;
  return [
    `import { ${name} } from "relu-simd";`,
    "",
    `const logits = new Float32Array([${logits.join(", ")}]);`,
    `const y = ${name}(logits${mapped});`,
  ].join("\n");
};
