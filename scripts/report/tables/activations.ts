// README's table of activations: formulas and parameters from doc comments, errors from the runs over all float32, times from the benchmark.
import type { ActivationsRun } from "../../../bench/recorded.js";
import { readResults, ulpIn } from "../../../test/exhaustive/results.js";
import { documented, REQUIRED } from "../documented.js";
import { type Any, kinds, ops } from "../kinds.js";
import { bold, code, table } from "../markdown.js";
import { runtimeIn, source, whole } from "../results.js";

const found = readResults();

/** −1, 0.01, 1/6 */
const numberIn = (text: string): number => {
  const [numerator, denominator = 1] = text.replace("−", "-").split("/").map(Number);
  return (numerator ?? Number.NaN) / denominator;
};

const parametersOf = (op: Any): string =>
  documented(op.name)
    .parameters.map(({ name, usual }) => {
      const defined = op.parameters?.table[name];
      if (defined && defined.default !== (usual === undefined || usual === REQUIRED ? undefined : numberIn(usual)))
        throw new Error(`${op.name}: the doc comment says ${name} is ${usual}, its definition ${defined.default}`);
      // Its page has the sentence; here it would make the table wide.
      const short = usual === REQUIRED || usual === undefined || Number.isFinite(numberIn(usual)) ? usual : "from x";
      return `\`${name}\`${short === undefined ? "" : ` (${short})`}`;
    })
    .join(", ");

/** The greatest error over all float32 inputs, of all parameters that were tried, of f and f′. As the table has it. */
export const greatestError = (op: string): string | undefined =>
  found
    .filter((row) => row.op === op)
    .sort((row, other) => ulpIn(other) - ulpIn(row))[0]
    ?.["max ULP"].replace("≤ ", "");

/** What is promised; where that is not the exact bits, the greatest error that was found, of f or f′. */
const ulpOf = ({ name, ulp }: Any): string => {
  const most = greatestError(name);
  return `${ulp.f32}${ulp.f32 === 0 || most === undefined ? "" : ` (${most})`}`;
};

const speedOf = (name: string, run: ActivationsRun | undefined): readonly string[] => {
  const figure = run?.ops[name];
  return figure ? [figure.heap.median.toPrecision(2), figure.out.median.toPrecision(2)] : ["–", "–"];
};

export const activationsTable = (run: ActivationsRun | undefined): string => {
  const row = (op: Any): readonly string[] => [
    code(op.name),
    `${code(documented(op.name).formula)}${op.integers ? "; integers too" : ""}`,
    parametersOf(op),
    ulpOf(op),
    ...speedOf(op.name, run),
  ];
  const rows = [...kinds()].flatMap(([kind, names]) => [
    [bold(kind), "", "", "", "", ""],
    ...names.map((name) => row(ops.get(name) as Any)),
  ]);
  const legend =
    "Max ULP of float32: what is promised and tested (over rows, cols · 2⁻²⁴ of the value more), and in brackets the greatest found, of f or f′, over all 2³² inputs; next to where silu′, gelu′, geluTanh′ and mish′ cross 0 errors are absolute, at most 2⁻²⁶. Of gated units where the gate is a normal number: a subnormal one has fewer bits, off by at most 2⁻¹⁵⁰, which the product multiplies.";
  const speed = run ? ` ns: an element, of ${whole(run.length)} float32 with random signs\n(${source(run)}).` : "";
  return `${table(["function", "f(x)", "parameters (default)", "max ULP", `ns in a heap${run ? `, ${runtimeIn(run)}` : ""}`, "with `out`"], rows, 3)}\n\n${legend}${speed}`;
};
