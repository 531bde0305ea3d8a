// JavaScript's loops that a page races against: those of the benchmarks, as a module, since pages may not compile text.
import { plainLoop, wideLoop } from "../../bench/contenders.js";
import { formulas } from "../../bench/formulas.js";

const RACED = ["relu", "sigmoid"];

/** { <name>: { <label>: (x, y) => y } }; each is a function literal of its own, as engines learn per literal. */
export const loopsModule = (): string => {
  const rows = RACED.map((name) => {
    const { plain, branchless } = formulas("f32")[name] ?? { plain: "", branchless: {} };
    const [[label, formula] = ["", ""]] = Object.entries(branchless);
    if (!plain || !formula) throw new Error(`bench/formulas.ts has no loop of ${name}`);
    const made = (code: string): string => `(() => { ${code} return loop; })()`;
    const unrolled = label === "same" ? "eight at a time" : "eight at a time, branchless";
    return `${name}: { "a plain loop": ${made(plainLoop(plain))}, ${JSON.stringify(unrolled)}: ${made(wideLoop(formula))} }`;
  });
  return `export default { ${rows.join(",\n")} };`;
};
