// What the doc comments of activations say that README's table shows: formulas and parameters.
import { type Param, REQUIRED } from "../docs/comment.js";
import { exportedAs } from "../docs/source.js";

export { REQUIRED };

export interface DocumentedParameter {
  readonly name: string;
  /** As written, or REQUIRED; undefined for a further operand, as a weight. */
  readonly usual: string | undefined;
}

export interface Documented {
  readonly formula: string;
  readonly parameters: readonly DocumentedParameter[];
}

/** Operands, which are no parameters. */
const operands: readonly string[] = ["x", "dy", "y", "options.out"];

export const isParameter = ({ path }: Param): boolean => !operands.includes(path);

export const documented = (name: string): Documented => {
  const { formula, params } = exportedAs("src/index.ts", name).comment;
  if (formula === undefined) throw new Error(`${name}: its doc comment must begin with a sentence that ends in ": \`formula\`"`);
  return { formula, parameters: params.filter(isParameter).map(({ path, usual }) => ({ name: path.replace("options.", ""), usual })) };
};
