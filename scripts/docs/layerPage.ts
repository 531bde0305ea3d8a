// The page of a layer, or of a few functions of relu-simd/nn.
import { digits, readRuns } from "../report/results.js";
import { elsewhereLayers, LAYER_LIBRARIES, type LayerNames } from "./elsewhereLayers.js";
import type { Group } from "./layerGroups.js";
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

/** How the cases of `npm run bench:layers` begin that are of an export, where it is not with its name. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  matmul: ["matrix product"],
  Conv2d: ["Conv2d", "depthwise"],
  MaxPool2d: ["maximum pool"],
  Sequential: ["MLP"],
  SGD: ["a training step"],
};

/** Rows of the recorded run that are of these exports. */
const speedOf = (names: readonly string[]): string | undefined => {
  const { layers } = readRuns();
  if (!layers) return undefined;
  const { rows, command, machine } = layers;
  const starts = names.flatMap((name) => CASES[name] ?? [name]);
  const own = rows.filter(({ name }) => starts.some((start) => name.startsWith(`${start} `)));
  if (!own.length) return undefined;
  return `## Speed\n\n${table(
    ["case", "µs", "share of the peak"],
    own.map(({ name, times, share }) => [name, digits(times.median / 1000, 3), share === undefined ? "" : `${Math.round(100 * share)} %`]),
    ["---", "--:", "--:"],
  )}\n\n\`${command}\`, ${machine.cpu}, ${machine.runtime}.`;
};

const partOf = (exported: Exported, alone: boolean): (string | undefined)[] => {
  const { name, comment, members } = exported;
  const { lead, prose, parts, params, returns, throws } = comment;
  const source = literature(parts.source);
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
    throws && `**Errors**: ${sentence(throws)}`,
    source && `**Source**: ${sentence(source)}`,
    ...members.flatMap((member) => partOf({ ...member, members: [] }, false).map((text) => text?.replace(/^## /, "### "))),
  ];
};

const namesTable = (names: readonly string[]): string | undefined => {
  const own = names.flatMap((name) =>
    name in elsewhereLayers ? [[name, elsewhereLayers[name as keyof typeof elsewhereLayers]] as const] : [],
  );
  const known = LAYER_LIBRARIES.filter((library) => own.some(([, row]) => row[library]));
  if (!known.length) return undefined;
  return `## Elsewhere\n\n${table(
    ["library", ...own.map(([name]) => name)],
    known.map((library) => [library, ...own.map(([, row]: readonly [string, LayerNames]) => row[library])]),
  )}`;
};

export const layerPage = ({ title, names }: Group): string => {
  const exported = names.map((name) => exportedAs(ENTRY, name));
  for (const { name, comment } of exported)
    for (const [torch] of (comment.parts.source ?? "").matchAll(/`torch[\w.]+`/g))
      if (!elsewhereLayers[name as keyof typeof elsewhereLayers]?.PyTorch.includes(torch.slice(1, -1)))
        throw new Error(`${name}: its comment names ${torch}, scripts/docs/elsewhereLayers.ts does not`);
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
    speedOf(names),
    namesTable(names),
  ]);
};
