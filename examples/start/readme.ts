// Runs the examples of a markdown text and compares their results with what stands behind them:
//
//   relu(new Float32Array([-1, 2]));   // [0, 2]
import { compileFunction } from "node:vm";
import { transformSync } from "esbuild";
import { agrees, claims, write } from "./result.js";

export interface Outcome {
  /** Where the example stands, counted from 1. */
  readonly line: number;
  readonly code: string;
  readonly comment: string;
  readonly result: string;
  /** Undefined where the comment is prose, and so nothing to compare with. */
  readonly right: boolean | undefined;
}

interface Block {
  /** The line of the text that lines[0] is. */
  readonly first: number;
  readonly lines: readonly string[];
}

const blocksOf = (markdown: string): readonly Block[] => {
  const all = markdown.split(/\r?\n/);
  const blocks: Block[] = [];
  for (let i = 0; i < all.length; i++) {
    if (!/^\s*```ts\b/.test(all[i] ?? "")) continue;
    const end = all.findIndex((line, j) => j > i && /^\s*```\s*$/.test(line));
    const lines = all.slice(i + 1, end < 0 ? all.length : end);
    blocks.push({ first: i + 2, lines });
    i += lines.length + 1;
  }
  return blocks;
};

const EXAMPLE = /^\s*(.+);\s*\/\/\s*(.+?)\s*$/;
const DECLARED = /^(?:const|let|var|using)\s+(\w+|\{[^}]*\}|\[[^\]]*\])/;
const IMPORT = /^\s*import\b[^;]*;/gm;

/** All examples of a block in one function, so that they share their declarations. */
const runBlock = ({ first, lines }: Block, scope: Readonly<Record<string, unknown>>): readonly Outcome[] => {
  const outcomes: Outcome[] = [];
  const show = (at: number, code: string, comment: string, evaluate: () => unknown): void => {
    let value: unknown;
    let threw = false;
    try {
      value = evaluate();
    } catch (error) {
      [value, threw] = [error, true];
    }
    const claimed = claims(comment);
    const right = claimed.length > 0 ? claimed.some((claim) => agrees(claim, value)) : threw ? false : undefined;
    if (right !== undefined || value !== undefined) outcomes.push({ line: first + at, code, comment, result: write(value), right });
  };
  const shown = lines.map((line, at) => {
    const [, code, comment] = EXAMPLE.exec(line) ?? [];
    if (code === undefined || comment === undefined || /^import\b/.test(code)) return line;
    const declared = DECLARED.exec(code)?.[1];
    if (declared !== undefined && claims(comment).length === 0) return line;
    const call = `show(${at}, ${JSON.stringify(code)}, ${JSON.stringify(comment)}, () => (${declared ?? code}));`;
    return declared ? `${line}\n${call}` : `;${call}`;
  });
  try {
    const typescript = shown.join("\n").replace(IMPORT, "");
    // `using` and types are more than Node 20 reads.
    const { code } = transformSync(typescript, { loader: "ts", target: "es2022" });
    compileFunction(`{${code}}`, [...Object.keys(scope), "show"])(...Object.values(scope), show);
  } catch (error) {
    const code = lines.find((line) => line.trim() !== "") ?? "";
    outcomes.push({ line: first, code, comment: "an example that runs", result: write(error), right: false });
  }
  return outcomes;
};

/**
 * Runs each ```ts block that claims a result, with the names of `scope` in place of its imports.
 * A line is an example if it is one whole statement with a comment behind it.
 */
export const runExamples = (markdown: string, scope: Readonly<Record<string, unknown>>): readonly Outcome[] =>
  blocksOf(markdown)
    .filter(({ lines }) => lines.some((line) => claims(EXAMPLE.exec(line)?.[2] ?? "").length > 0))
    .flatMap((block) => runBlock(block, scope));
