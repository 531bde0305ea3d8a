// The formulas that programs write for activations, made into JavaScript that rounds each step to float32, as float32 libraries do. What a
// page shows and what it computes is one text.
//
// A text is one expression, or "name = expression; …; expression". It knows x, the parameters by name, `other` (the other half of a
// gated unit), numbers, + − * /, comparisons with ? :, and these functions of Math.
import ts from "dts-bundle-generator/node_modules/typescript/lib/typescript.js";

const FUNCTIONS = ["abs", "exp", "log", "max", "min", "sign", "sqrt", "tanh"];

/** erf by Abramowitz and Stegun 7.1.26, good to 1.5e−7, the way that libraries without an erf of their own take. */
const NORMAL = `z = x / sqrt(2); t = 1 / (1 + 0.3275911 * abs(z));
p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
erf = sign(z) * (1 - p * exp(-z * z))`;

export const usual: Readonly<Record<string, string>> = {
  celu: "x > 0 ? x : alpha * (exp(x / alpha) - 1)",
  elu: "x > 0 ? x : alpha * (exp(x) - 1)",
  geglu: `${NORMAL}; 0.5 * x * (1 + erf) * other`,
  gelu: `${NORMAL}; 0.5 * x * (1 + erf)`,
  geluTanh: "0.5 * x * (1 + tanh(0.7978845608 * (x + 0.044715 * x * x * x)))",
  glu: "other * (1 / (1 + exp(-x)))",
  hardshrink: "abs(x) <= lambd ? 0 : x",
  hardsigmoid: "min(max(alpha * x + beta, 0), 1)",
  hardswish: "x * min(max(x + 3, 0), 6) / 6",
  hardtanh: "min(max(x, minVal), maxVal)",
  leakyRelu: "x > 0 ? x : negativeSlope * x",
  logSigmoid: "-log(1 + exp(-x))",
  mish: "x * tanh(log(1 + exp(x)))",
  prelu: "x > 0 ? x : weight * x",
  reglu: "max(x, 0) * other",
  relu: "max(x, 0)",
  relu6: "min(max(x, 0), 6)",
  selu: "1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (exp(x) - 1))",
  sigmoid: "1 / (1 + exp(-x))",
  silu: "x / (1 + exp(-beta * x))",
  softplus: "log(1 + exp(beta * x)) / beta",
  softshrink: "abs(x) <= lambd ? 0 : x - sign(x) * lambd",
  softsign: "x / (1 + abs(x))",
  swiglu: "x / (1 + exp(-x)) * other",
  tanh: "(exp(x) - exp(-x)) / (exp(x) + exp(-x))",
  tanhshrink: "x - tanh(x)",
  threshold: "x <= threshold ? value : x",
};

const rounded = (code: string): string => `r(${code})`;

const COMPARISONS: readonly ts.SyntaxKind[] = [ts.SyntaxKind.GreaterThanToken, ts.SyntaxKind.LessThanEqualsToken];

/** An expression, each of whose results is rounded. */
const compiled = (node: ts.Expression, known: ReadonlySet<string>): string => {
  const part = (inner: ts.Expression): string => compiled(inner, known);
  if (ts.isParenthesizedExpression(node)) return part(node.expression);
  if (ts.isNumericLiteral(node)) return rounded(node.text);
  if (ts.isIdentifier(node)) return known.has(node.text) ? node.text : `given.${node.text}`;
  // Changes a sign, and rounds nothing.
  if (ts.isPrefixUnaryExpression(node)) return `(-${part(node.operand)})`;
  if (ts.isConditionalExpression(node)) return `(${part(node.condition)} ? ${part(node.whenTrue)} : ${part(node.whenFalse)})`;
  if (ts.isBinaryExpression(node)) {
    const code = `${part(node.left)} ${node.operatorToken.getText()} ${part(node.right)}`;
    return COMPARISONS.includes(node.operatorToken.kind) ? `(${code})` : rounded(code);
  }
  if (ts.isCallExpression(node) && FUNCTIONS.includes(node.expression.getText()))
    return rounded(`Math.${node.expression.getText()}(${node.arguments.map(part).join(", ")})`);
  throw new SyntaxError(`scripts/site/usual.ts: ${node.getText()} is nothing that is known here`);
};

/** A function of x and `given`, the parameters, float32 already; `r` rounds. */
export const usualCode = (text: string): string => {
  const file = ts.createSourceFile("usual.ts", text, ts.ScriptTarget.ES2022, true);
  const known = new Set(["x"]);
  const lines = file.statements.map((statement, i) => {
    if (!ts.isExpressionStatement(statement)) throw new SyntaxError(`scripts/site/usual.ts: ${statement.getText()} is no expression`);
    const { expression } = statement;
    if (i === file.statements.length - 1) return `return ${compiled(expression, known)};`;
    if (
      !ts.isBinaryExpression(expression) ||
      !ts.isIdentifier(expression.left) ||
      expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken
    )
      throw new SyntaxError(`scripts/site/usual.ts: ${statement.getText()} gives nothing a name`);
    const code = `const ${expression.left.text} = ${compiled(expression.right, known)};`;
    known.add(expression.left.text);
    return code;
  });
  return `(x, given) => { ${lines.join(" ")} }`;
};

/** A module: { <name>: { words, f } }. */
export const usualModule = (): string => {
  const rows = Object.entries(usual).map(([name, text]) => `${name}: { words: ${JSON.stringify(text)}, f: ${usualCode(text)} }`);
  return `const r = Math.fround;\nexport default { ${rows.join(",\n")} };`;
};
