// All pages that are made, by their path in docs/.

import * as nn from "../../src/nn/index.js";
import { activations } from "../../test/support/api.js";
import { documented } from "../report/documented.js";
import { kinds } from "../report/kinds.js";
import { activationPage } from "./activationPage.js";
import { type Group, groups, sections } from "./layerGroups.js";
import { ENTRY, layerPage } from "./layerPage.js";
import { exportedAs } from "./source.js";
import { code, made, page, table } from "./text.js";
import { translatePage } from "./translatePage.js";

/** Up to the formula or the first full stop. */
const brief = (lead: string): string => lead.split(/: (?=`)|[:.](?:\s|$)/)[0] ?? lead;

const groupOf = (name: string): Group => groups.find(({ names }) => names.includes(name)) ?? { file: name, title: name, names: [name] };

const activationsIndex = (): string =>
  page([
    made("src/index.ts and the doc comments in src/ops/"),
    "# Activations",
    "A page each: formula, derivative, calls, special values, greatest error, speed, size, and the names elsewhere. [translate.md](../translate.md) says what to write for what other libraries have.",
    ...[...kinds()].map(
      ([kind, names]) =>
        `## ${kind}\n\n${table(
          ["", "f(x)", ""],
          names.map((name) => [
            `[${name}](${name}.md)`,
            code(documented(name).formula),
            brief(exportedAs("src/index.ts", name).comment.lead),
          ]),
        )}`,
    ),
  ]);

const layersIndex = (): string =>
  page([
    made("src/nn/index.ts and the doc comments in src/nn/"),
    "# Layers",
    "What `relu-simd/nn` exports, a page each: formula, shapes, options, parameters, bounds and the greatest error found, speed, size, and the names elsewhere. How it all goes together: [docs/nn.md](../nn.md).",
    ...Object.entries(sections).map(
      ([title, names]) =>
        `## ${title}\n\n${table(
          ["", ""],
          names.map((name) => [`[${name}](${groupOf(name).file}.md)`, brief(exportedAs(ENTRY, name).comment.lead)]),
        )}`,
    ),
  ]);

export const pages = async (): Promise<ReadonlyMap<string, string>> => {
  const listed = Object.values(sections).flat();
  const missing = Object.keys(nn).filter((name) => !listed.includes(name));
  if (missing.length) throw new Error(`scripts/docs/layerGroups.ts: no section has ${missing.join(", ")}`);
  const pages = new Map<string, string>();
  pages.set("activations/README.md", activationsIndex());
  for (const [name, op] of activations) pages.set(`activations/${name}.md`, await activationPage(name, op as never));
  pages.set("layers/README.md", layersIndex());
  for (const group of new Set(listed.map(groupOf))) pages.set(`layers/${group.file}.md`, await layerPage(group));
  pages.set("translate.md", translatePage());
  return pages;
};
