// What the explorer knows of each activation: its doc comment, its definition, its measured errors, its names elsewhere.
import type { Described, DescribedParameter, Kind } from "../../site/functions/described.js";
import type { Parameters } from "../../src/activation/parameters.js";
import { api } from "../../test/support/api.js";
import type { Param } from "../docs/comment.js";
import { elsewhere } from "../docs/elsewhere.js";
import { LIBRARIES } from "../docs/libraries.js";
import { errorsOf } from "../docs/measured.js";
import { exportedAs } from "../docs/source.js";
import { isParameter } from "../report/documented.js";
import { kinds, ops } from "../report/kinds.js";

interface Definition {
  readonly parameters?: Parameters | undefined;
  readonly gate?: "first" | "second";
}

/** What parameters without a default begin with: what shows what they do. */
const STARTS: Readonly<Record<string, number>> = { "threshold threshold": 1, "threshold value": -0.5, "prelu weight": 0.25 };

/** Markdown's marks, which a page of text does not show. */
const plain = (text: string): string => text.replaceAll("`", "").replace(/\[([^\]]+)\]\([^)]*\)/g, "$1");

const kindOf = (name: string, definition: Definition): Kind => {
  if ("gate" in definition) return "gated";
  if ("dweight" in definition) return "channel";
  if (!("directions" in definition)) return "element";
  const call = (api as unknown as Readonly<Record<string, (x: Float32Array) => number | Float32Array>>)[name];
  return typeof call?.(new Float32Array(3)) === "object" && (call(new Float32Array(3)) as Float32Array).length === 3 ? "row" : "reduction";
};

const parameterOf = (op: string, { parameters }: Definition, { path, text, usual = "" }: Param): DescribedParameter => {
  const name = path.replace("options.", "");
  const { default: start = STARTS[`${op} ${name}`], min, above, not } = parameters?.table[name] ?? {};
  if (start === undefined) throw new Error(`scripts/site/functions.ts: STARTS needs a value of ${op}'s ${name}`);
  return {
    name,
    text: plain(text),
    usual,
    start,
    ...(min !== undefined && { min }),
    ...(above !== undefined && { above }),
    ...(not !== undefined && { not }),
  };
};

/** How rows lie in memory is nothing that a curve shows. */
const LAYOUT = ["cols", "inner"];

const describe = (name: string, group: string): Described => {
  const { comment } = exportedAs("src/index.ts", name);
  const definition = (ops.get(name) ?? {}) as Definition;
  const { lead, formula, parts, params } = comment;
  const [value, slope] = errorsOf(name);
  const shown = params.filter((param) => isParameter(param) && !LAYOUT.includes(param.path.replace("options.", "")));
  const names = elsewhere[name as keyof typeof elsewhere];
  return {
    name,
    group,
    kind: kindOf(name, definition),
    ...(definition.gate && { gate: definition.gate }),
    lead: `${plain(lead.split(/: `/)[0] ?? "").replace(/, element by element$/, "")}.`,
    formula: formula ?? "",
    ...(parts.derivative && { slope: parts.derivative.replace(/\.$/, "") }),
    parameters: shown.map((param) => parameterOf(name, definition, param)),
    ...(parts.special && { special: plain(parts.special) }),
    ...(parts.error && { error: plain(parts.error) }),
    ...(value && slope && { measured: [value["max ULP"], slope["max ULP"]] as const }),
    ...(parts.source && { source: plain(parts.source) }),
    elsewhere: LIBRARIES.flatMap((library) => (names[library] ? [[library, plain(names[library])] as const] : [])),
  };
};

export const describedFunctions = (): readonly Described[] =>
  [...kinds()].flatMap(([group, names]) => names.map((name) => describe(name, group)));
