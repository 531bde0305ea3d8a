// What the benchmark page times: the loops and calls of bench/, as a module, because the page's policy allows no `new Function`.
import { contendersOf, type Role } from "../../bench/contenders.js";
import { activations, type FloatType } from "../../bench/ops.js";

const roles: readonly Role[] = ["naive", "branchless", "out", "resident"];
const types: readonly FloatType[] = ["f32", "f64"];

/** A name's value as the page finds it: a number, an activation by name, or an activation's formula. */
const reference = (value: unknown): number | { readonly op: string } | { readonly f: string } => {
  if (typeof value === "number") return value;
  for (const [name, op] of activations) {
    if (op === value) return { op: name };
    if (op.definition.f === value) return { f: name };
  }
  throw new TypeError(`the code of a contender refers to ${String(value)}, which the page can't find`);
};

/**
 * `forms`: by "relu f32", what takes part, each with `make(names)`, which gives a batch (bench/code.ts). Within a line no two share a
 * function literal; between lines they do where their text is the same, since the page takes a fresh worker for each.
 */
export const contendersModule = (): string => {
  const literals = new Map<string, string>();
  const literalOf = (body: string, names: readonly string[], turn: number): string => {
    const key = `${turn}\n({ ${names.join(", ")} }) => {\n${body.replace('"use strict";', "")}\n}`;
    const known = literals.get(key) ?? `make${literals.size}`;
    literals.set(key, known);
    return known;
  };
  const lines = [...activations.keys()].flatMap((name) =>
    types.map((type) => {
      const contenders = contendersOf(name, type).filter(({ role }) => roles.includes(role));
      // The plain-JavaScript entry is called as the other is.
      const all = [...contenders, ...contenders.filter(({ role }) => role === "out").map((one) => ({ ...one, role: "js" }))];
      const turns = new Map<string, number>();
      const forms = all.map(({ label, role, place, code: { body, names } }) => {
        const turn = turns.get(body) ?? 0;
        turns.set(body, turn + 1);
        const values = Object.fromEntries(Object.entries(names).map(([key, value]) => [key, reference(value)]));
        const literal = literalOf(body, Object.keys(names), turn);
        return `{ label: ${JSON.stringify(label)}, role: "${role}", place: "${place}", names: ${JSON.stringify(values)}, make: ${literal} }`;
      });
      return `"${name} ${type}": [\n${forms.join(",\n")}]`;
    }),
  );
  const makers = [...literals].map(([key, name]) => `const ${name} = ${key.slice(key.indexOf("\n") + 1)};`);
  return `${makers.join("\n")}\nexport const forms = {\n${lines.join(",\n")}\n};\n`;
};
