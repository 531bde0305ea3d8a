// The page of a layer, or of a few functions of relu-simd/nn.
import { digits } from "../report/results.js";
import { elsewhereLayers } from "./elsewhereLayers.js";
import type { Group } from "./layerGroups.js";
import { checkSource, type Names, namesTable } from "./libraries.js";
import { greatestShareOf, layerSpeedOf, shareInWords, sizesOf } from "./measured.js";
import { exampleOf, parametersTable } from "./parts.js";
import { type Exported, exportedAs } from "./source.js";
import { code, linked, literature, made, page, sentence, table } from "./text.js";

/** Their methods are those of a class that they extend. */
const OPTIMIZERS: readonly string[] = ["src/nn/sgd.ts", "src/nn/adam.ts"];

export const ENTRY = "src/nn/index.ts";

/** `new Linear(inFeatures, outFeatures, { bias })`: a name with its options in place of the word. */
const callOf = ({ name, operands, isClass, comment }: Exported): string => {
  const options = comment.params.filter(({ path }) => path.startsWith("options.")).map(({ path }) => path.replace("options.", ""));
  const words = operands.map((operand) => (/^options\??$/.test(operand) && options.length ? `{ ${options.join(", ")} }` : operand));
  return `${isClass ? "new " : ""}${name}(${words.join(", ")})`;
};

const methodsTable = (methods: Exported["methods"]): string | undefined =>
  methods.length
    ? `## Methods\n\n${table(
        ["method", "what it does"],
        methods.map(([call, { lead, params, throws }]) => [
          code(call),
          [lead, ...params.map(({ path, text }) => `${code(path)}: ${text}`), ...(throws ? [`Errors: ${throws}`] : [])]
            .map(sentence)
            .join(" "),
        ]),
      )}`
    : undefined;

const speedTable = (names: readonly string[]): string | undefined => {
  const speed = layerSpeedOf(names);
  if (!speed) return undefined;
  return `${table(
    ["case", "µs", "share of the peak"],
    speed.rows.map(({ name, times, share }) => [
      name,
      digits(times.median / 1000, 3),
      share === undefined ? "" : `${Math.round(100 * share)} %`,
    ]),
    ["---", "--:", "--:"],
  )}\n\n\`${speed.command}\`, ${speed.machine}.`;
};

const partOf = (exported: Exported, alone: boolean): (string | undefined)[] => {
  const { name, comment, members } = exported;
  const { lead, prose, parts, params, returns, throws } = comment;
  const source = literature(parts.source);
  const found = greatestShareOf(name);
  // Where the lead goes on in code that stands apart, that and its end belong to it.
  const early = prose[0]?.startsWith("```") ? prose.slice(0, 2) : [];
  return [
    alone ? undefined : `## ${name}`,
    members.length ? undefined : `\`\`\`text\n${name === "Module" ? "class … extends Module" : callOf(exported)}\n\`\`\``,
    /[:,]$/.test(lead) ? lead : sentence(linked(lead)),
    ...early,
    exampleOf(comment),
    parametersTable(params),
    parts.shapes && `**Shapes**: ${parts.shapes}`,
    ...prose.slice(early.length).map(linked),
    parts.parameters && `**Parameters**: ${parts.parameters}`,
    parts.state && `**State**: ${parts.state}`,
    returns && `**Returns**: ${sentence(returns)}`,
    parts.error && `**Greatest error**: ${parts.error}`,
    found && `**Greatest error found**: ${shareInWords(found)}.`,
    throws && `**Errors**: ${sentence(throws)}`,
    source && `**Source**: ${sentence(source)}`,
    ...members.flatMap((member) => partOf({ ...member, members: [] }, false).map((text) => text?.replace(/^## /, "### "))),
  ];
};

const namesOf = (name: string): Names | undefined => elsewhereLayers[name as keyof typeof elsewhereLayers];

export const layerPage = async ({ title, names }: Group): Promise<string> => {
  const exported = names.map((name) => exportedAs(ENTRY, name));
  for (const { name, comment } of exported) checkSource(name, comment, namesOf(name), "scripts/docs/elsewhereLayers.ts");
  const speed = speedTable(names);
  const elsewhere = namesTable(
    names.flatMap((name) => {
      const own = namesOf(name);
      return own ? [[name, own] as const] : [];
    }),
  );
  return page([
    made([...new Set(exported.map(({ file }) => file))].join(", ")),
    `# ${title}`,
    `\`import { ${names.join(", ")} } from "relu-simd/nn";\` How it all goes together: [docs/nn.md](../nn.md).`,
    ...exported.flatMap((each) => partOf(each, names.length === 1)),
    methodsTable(
      exported.some(({ file }) => OPTIMIZERS.includes(file))
        ? exportedAs(ENTRY, "Optimizer").methods
        : exported.flatMap(({ methods }) => methods),
    ),
    speed ? "## Speed and size" : "## Size",
    speed,
    await sizesOf("nn.js", names),
    elsewhere && `## Elsewhere\n\n${elsewhere}`,
  ]);
};
