// Every activation by its kind, with what its definition says of it.
import { readFileSync } from "node:fs";
import type { Definition } from "../../src/activation/elementwise.js";
import { activations } from "../../test/support/api.js";

export type Any = Pick<Definition, "name" | "ulp" | "parameters" | "integers">;

/** By name; those with two names come once. */
export const ops: ReadonlyMap<string, Any> = new Map(
  activations.map(([name, activation]) => [name, (activation as { definition: Any }).definition]),
);

/** Kinds, and what is of each, as the comments in src/index.ts group the exports. */
export const kinds = (): ReadonlyMap<string, readonly string[]> => {
  const sections = new Map<string, string[]>();
  for (const part of readFileSync(new URL("../../src/index.ts", import.meta.url), "utf8").split(/^\/\/ /m)) {
    const kind = /^([^:.\n]+): /.exec(part)?.[1];
    const names = [...part.matchAll(/from "\.\/ops\/(\w+)\.js"/g)].map(([, name = ""]) => name);
    if (kind !== undefined && names.length) sections.set(kind, [...(sections.get(kind) ?? []), ...names].sort());
  }
  const found = [...sections.values()].flat();
  const missing = [...ops.keys()].filter((name) => !found.includes(name));
  if (missing.length) throw new Error(`src/index.ts: ${missing.join(", ")} should stand under a comment with a kind`);
  return sections;
};
