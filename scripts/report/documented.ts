// What the doc comments in src/ops/ say of activations: formulas and parameters.
import { readdirSync, readFileSync } from "node:fs";

export interface DocumentedParameter {
  readonly name: string;
  /** As written, or REQUIRED; undefined for a further operand, as a weight. */
  readonly usual: string | undefined;
}

export interface Documented {
  readonly formula: string;
  readonly parameters: readonly DocumentedParameter[];
}

const folder = new URL("../../src/ops/", import.meta.url);

/** Operands, which are no parameters. */
const operands: readonly string[] = ["x", "dy", "y", "options.out"];

const COMMENT = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const (\w+)/g;
const PARAM = /^@param (\S+)\s+(.*)$/;
export const REQUIRED = "required";
const DEFAULT = /Default:? (.+?)(?: \(|\.(?:\s|$))/;

const read = (name: string, comment: string): Documented => {
  // A line that is indented goes on where the one before it ended.
  const lines = comment
    .replace(/\n\s*\* {2,}/g, " ")
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, ""));
  // The first sentence ends in the formula.
  const formula = /: `([^`]+)`/.exec(lines.find((line) => line !== "") ?? "")?.[1];
  if (formula === undefined) throw new Error(`${name}: its doc comment must begin with a sentence that ends in ": \`formula\`"`);
  const parameters = lines.flatMap((line) => {
    const [, parameter, text = ""] = PARAM.exec(line) ?? [];
    return parameter === undefined || operands.includes(parameter)
      ? []
      : [{ name: parameter.replace("options.", ""), usual: DEFAULT.exec(text)?.[1] ?? (/Required\./.test(text) ? REQUIRED : undefined) }];
  });
  return { formula, parameters };
};

/** By the name of the exported constant. */
const comments: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .map((file) => readFileSync(new URL(file, folder), "utf8"))
    .flatMap((source) => [...source.matchAll(COMMENT)].map(([, comment = "", name = ""]) => [name, comment] as const)),
);

export const documented = (name: string): Documented => {
  const comment = comments.get(name);
  if (comment === undefined) throw new Error(`${name}: no doc comment in src/ops/`);
  return read(name, comment);
};
