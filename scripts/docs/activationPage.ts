// The page of an activation.
import { write } from "../../examples/start/result.js";
import { type Channelwise, channelwise, type Gated, gated, type Rowwise, rowwise, type Unary } from "../../test/support/api.js";
import { isParameter } from "../report/documented.js";
import type { Comment } from "./comment.js";
import { elsewhere } from "./elsewhere.js";
import { checkSource, namesTable } from "./libraries.js";
import { errorInWords, errorsOf, sizesOf, speedOf } from "./measured.js";
import { aligned, exampleOf, parametersTable } from "./parts.js";
import { exportedAs, exportedBy } from "./source.js";
import { code, linked, literature, made, page, sentence, table } from "./text.js";

type Any = Unary | Channelwise | Rowwise | Gated;
type Kind = "element" | "channel" | "row" | "gated";

const kindOf = (op: Any): Kind => {
  const lists: readonly (readonly [Kind, readonly unknown[]])[] = [
    ["channel", channelwise],
    ["row", rowwise],
    ["gated", gated],
  ];
  return lists.find(([, ops]) => ops.includes(op))?.[0] ?? "element";
};

/** Parameters without a default, as examples have them. */
const needed: Readonly<Record<string, Readonly<Record<string, number>>>> = { threshold: { threshold: 0, value: -1 } };

/** A call as it is written and what it gives; computed here, so that it is true, and run again by the tests. */
const shown = (text: string, value: unknown): string => aligned(`${text};`, write(value, { named: false, short: true }));

const typed = (numbers: readonly number[]): string => `new Float32Array([${numbers.join(", ")}])`;

type Call = (...args: readonly unknown[]) => unknown;

/** Every entry of a function, called. */
const callsOf = (name: string, op: Any, { parts }: Comment): string[] => {
  const entries = op as unknown as Readonly<Record<string, Call>>;
  const lines: string[] = [];
  const own = needed[name];
  const kind = kindOf(op);
  const x = kind === "gated" ? [1, 2, 3, 4] : kind === "row" ? [0, 1, 2] : [-1, 0.5, 2];
  const given = own
    ? `, { ${Object.entries(own)
        .map((entry) => entry.join(": "))
        .join(", ")} }`
    : "";
  const X = Float32Array.from(x);
  const call = (label: string, entry: Call | undefined, before: readonly unknown[], words: string): void => {
    if (entry) lines.push(shown(`${label}(${words}${given})`, entry(...before, ...(own ? [own] : []))));
  };
  lines.push(`const x = ${typed(x)};`);
  if (kind === "channel") {
    const dy = Float32Array.from(x, () => 1);
    lines.push(`const dy = ${typed([...dy])};`);
    call(name, op as unknown as Call, [X, 0.25], "x, 0.25");
    call(`${name}.backward`, entries["backward"], [dy, X, 0.25], "dy, x, 0.25");
    call(`${name}.derivative`, entries["derivative"], [X, 0.25], "x, 0.25");
    return lines;
  }
  const y = (op as unknown as Call)(X, ...(own ? [own] : [])) as Float32Array | number;
  call(name, op as unknown as Call, [X], "x");
  const length = typeof y === "number" ? 1 : y.length;
  const dy = Float32Array.from({ length }, (_, i) => (kind === "row" && length > 1 ? (i === 0 ? 1 : 0) : 1));
  lines.push(aligned(`const dy = ${typed([...dy])};`, "the gradient with respect to the result"));
  call(`${name}.backward`, entries["backward"], [dy, X], "dy, x");
  if (entries["backwardFromOutput"]) call(`${name}.backwardFromOutput`, entries["backwardFromOutput"], [dy, y], `dy, ${name}(x${given})`);
  call(`${name}.derivative`, entries["derivative"], [X], "x");
  call(`${name}.betaGradient`, entries["betaGradient"], [dy, X], "dy, x");
  if (!parts.shapes) throw new Error(`${name}: its doc comment has no "Shapes: "`);
  return lines;
};

/** What each entry is; of those that there are. */
const entriesOf = (name: string, op: Any, kind: Kind): string => {
  const given = kind === "channel" ? "x, weight" : "x";
  const words: readonly (readonly [entry: string, call: string, what: string])[] = [
    [
      "backward",
      `backward(dy, ${given}, options)`,
      kind === "channel" ? "`{ dx, dweight }`, the gradients; dx is" : "the gradient with respect to x",
    ],
    ["backwardFromOutput", "backwardFromOutput(dy, y, options)", "the same from the result y, where x is not kept"],
    ["derivative", `derivative(${given}, options)`, "f′(x), element by element"],
    ["betaGradient", "betaGradient(dy, x, options)", "the gradient with respect to beta, a number"],
  ];
  const element = "dy · f′(x), exactly 0 where f′ is 0";
  return words
    .filter(([entry]) => entry in op)
    .map(([entry, call, what]) => {
      const more =
        entry !== "backward" ? "" : kind === "element" || kind === "channel" ? `${kind === "element" ? ":" : ""} ${element}` : "";
      return `- \`${name}.${call}\`: ${what}${more}.`;
    })
    .join("\n");
};

const number = (value: number): string =>
  (value === 0 ? "0" : write(new Float32Array([value]), { named: false, short: true }).slice(1, -1))
    .replace("-Infinity", "−∞")
    .replace("Infinity", "∞")
    .replace("-", "−");
const capital = (text: string): string => (/^[a-z]+ /.test(text) ? `${text[0]?.toUpperCase()}${text.slice(1)}` : text);

const signed = (value: number): string => (Object.is(value, -0) ? "−0" : number(value));

/** What comes out where formulas tend to go wrong, computed. */
const specialTable = (name: string, op: Any, kind: Kind): string => {
  const own = needed[name] ?? {};
  if (kind === "element" || kind === "channel") {
    const x = [-Infinity, -0, 0, Infinity, Number.NaN];
    const X = Float32Array.from(x);
    const [f, df] =
      kind === "channel"
        ? [(op as Channelwise)(X, 0.25), (op as Channelwise).derivative(X, 0.25)]
        : [(op as Unary)(X, own), (op as Unary).derivative(X, own)];
    return table(
      ["x", "f(x)", "f′(x)"],
      x.map((value, i) => [signed(value), signed(f[i] as number), number(df[i] as number)]),
      ["--:", "--:", "--:"],
    );
  }
  const rows =
    kind === "row"
      ? [
          [-Infinity, 0],
          [-Infinity, -Infinity],
          [Infinity, 0],
          [Number.NaN, 0],
          [1000, 1000],
        ]
      : [
          [-Infinity, 1],
          [1, -Infinity],
          [Infinity, 1],
          [0, Infinity],
          [Number.NaN, 0],
        ];
  const call = op as unknown as (x: Float32Array, options: { cols: number }) => Float32Array;
  return table(
    ["a row of x", "of the result"],
    rows.map((row) => [row.map(signed).join(", "), [...call(Float32Array.from(row), { cols: 2 })].map(signed).join(", ")]),
    ["--:", "--:"],
  );
};

const withParameters = (name: string): string => {
  const own = needed[name];
  return own
    ? ` with ${Object.entries(own)
        .map(([key, value]) => `${key} ${value}`)
        .join(" and ")}`.replace("-", "−")
    : name === "prelu"
      ? " with a weight of 0.25"
      : "";
};

const speedTable = (name: string): string | undefined => {
  const speed = speedOf(name);
  if (!speed) return undefined;
  const ns = (value: number): string => value.toPrecision(2);
  return `${table(
    ["in a heap", "between arrays, with `out`", "the best loop in JavaScript"],
    [[ns(speed.heap), ns(speed.out), ns(speed.js)]],
    ["--:", "--:", "--:"],
  )}

Nanoseconds an element, of ${speed.length.toLocaleString("en")} float32 with random signs (\`${speed.command}\`, ${speed.machine}).`;
};

/** `promised`: where that is an absolute error, an error found there is told in units of it. */
const measuredTable = (name: string, promised: string): string | undefined => {
  const rows = errorsOf(name);
  if (!rows.length) return undefined;
  return `Measured over all 2³² float32 inputs, in ULP${promised.includes("an absolute 2⁻²⁶") ? ", next to the zero of f′ in units of 2⁻²⁶" : ""} (\`npm run test:exhaustive\`):

${table(
  ["of", "parameters", "greatest error", "not correctly rounded"],
  rows.map((row) => [row.direction === "forward" ? "f" : "f′", row.parameters, errorInWords(row), row["not correctly rounded"]]),
  ["---", "---", "---", "--:"],
)}`;
};

export const activationPage = async (name: string, op: Any): Promise<string> => {
  const { comment, file } = exportedAs("src/index.ts", name);
  const { lead, formula, parts, params, prose } = comment;
  const kind = kindOf(op);
  const names = elsewhere[name as keyof typeof elsewhere];
  checkSource(name, comment, names, "scripts/docs/elsewhere.ts");
  const also = [...exportedBy("src/index.ts").values()]
    .filter((other) => other.file === file && other.name !== name)
    .map((other) => other.name);
  const parameters = params.filter(isParameter);
  const slope = parts.derivative?.replace(/\.$/, "");
  const source = literature(parts.source);
  return page([
    made(`${file}, test/exhaustive/RESULTS.md, bench/ and the functions themselves`),
    `# ${name}`,
    `${sentence(linked(lead))} \`import { ${name} } from "relu-simd";\`${also.length ? ` Also exported as ${also.map(code).join(", ")}.` : ""}`,
    `\`\`\`text\nf(x)  = ${formula}${slope === undefined ? "" : `\nf′(x) = ${slope}`}\n\`\`\``,
    `![${name}${kind === "element" || kind === "channel" ? " and its derivative" : ""}, plotted](../pictures/activations/${name}.svg)`,
    parts.gate && `**The gate**: ${linked(parts.gate)}`,
    "## Use",
    exampleOf(comment),
    parametersTable(parameters),
    `**Shapes**: ${parts.shapes}`,
    ...prose,
    parts.gradient && `**Gradient**: ${parts.gradient}`,
    entriesOf(name, op, kind),
    `\`\`\`ts\n${callsOf(name, op, comment).join("\n")}\n\`\`\``,
    `**Errors**: ${linked(comment.throws ?? "")}.`,
    "## Special values",
    parts.special && capital(sentence(parts.special)),
    `Computed, float32${withParameters(name)}:`,
    specialTable(name, op, kind),
    "## Greatest error",
    `Promised: ${parts.error} [How it is proven](../numerics.md).`,
    measuredTable(name, parts.error ?? ""),
    "## Speed and size",
    speedTable(name),
    await sizesOf("index.js", [name]),
    "## Elsewhere",
    namesTable([["name", names]]) ?? "No library of those that these pages compare has it as one function.",
    "The same result under other parameters, masks, axes: [translate.md](../translate.md).",
    source && `**Source**: ${sentence(source)}`,
  ]);
};
