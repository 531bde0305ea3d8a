// What the doc comments in src/ops/ say of each activation that they document: its formula and its parameters.
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
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\*? ?/, ""));
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
export const documented: ReadonlyMap<string, Documented> = new Map(
  readdirSync(folder)
    .map((file) => readFileSync(new URL(file, folder), "utf8"))
    .flatMap((source) => [...source.matchAll(COMMENT)].map(([, comment = "", name = ""]) => [name, read(name, comment)] as const)),
);
