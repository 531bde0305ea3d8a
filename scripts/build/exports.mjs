// The functions that a kernel exports, told from the classes that its assembly/ops/<op>.ts exports: each interface that a class
// implements stands for a few functions, written here once.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const FLOATS = ["f32", "f64"];
const INTEGERS = ["i8", "i16", "i32"];
const ELEMENTWISE = "../elementwise/loops";
const PASS = "dy: usize, x: usize, y: usize, state: usize, rows: usize, cols: usize, isFirst: i32, mode: i32";
const snake = (name) => name.replace(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

const forward = (type, parameter, call) => [
  `forward_${type}(x: usize, y: usize, n: usize, a: ${parameter}, b: ${parameter}): void`,
  `${call}(x, y, n, a, b)`,
];
const backward = (name, type, from, call) => [
  `${name}_${type}(dy: usize, ${from}: usize, dx: usize, n: usize, a: ${type}, b: ${type}): void`,
  `${call}(dy, ${from}, dx, n, a, b)`,
];

/** In the order of a module's exports: an interface, where its loops are, and signature and body of a function for each type. */
const rules = [
  {
    by: "Learnable",
    from: "../channels",
    types: FLOATS,
    write: (type, op) => [
      `forward_channels_${type}(x: usize, weight: usize, y: usize, rows: usize, channels: usize, inner: usize): void`,
      `forwardChannels<${type}, ${op}<${type}>>(x, weight, y, rows, channels, inner)`,
    ],
  },
  {
    by: "Learnable",
    from: "../channels",
    types: FLOATS,
    write: (type, op) => [
      `backward_channels_${type}(dy: usize, x: usize, weight: usize, dx: usize, dweight: usize, rows: usize, channels: usize, inner: usize): void`,
      `backwardChannels<${type}, ${op}<${type}>>(dy, x, weight, dx, dweight, rows, channels, inner)`,
    ],
  },
  {
    by: "Value",
    from: ELEMENTWISE,
    types: FLOATS,
    write: (type, op, { SpecialValue: special, SameValue: same }) => {
      if (special) return forward(type, type, `forwardOrSpecial<${type}, ${op}<${type}>, ${special}<${type}>>`);
      if (same) return forward(type, type, `forwardOrSame<${type}, ${op}<${type}>, ${same}<${type}>>`);
      return forward(type, type, `forward<${type}, ${op}<${type}>, ${type}>`);
    },
  },
  {
    by: "IntegerValue",
    from: ELEMENTWISE,
    types: INTEGERS,
    write: (type, op) => forward(type, "i32", `forward<${type}, ${op}<${type}>, i32>`),
  },
  {
    by: "Gradient",
    from: ELEMENTWISE,
    types: FLOATS,
    write: (type, op, { SpecialGradient: special }) =>
      special
        ? backward("backward", type, "x", `backwardOrSpecial<${type}, ${op}<${type}>, ${special}<${type}>>`)
        : backward("backward", type, "x", `backward<${type}, ${op}<${type}>>`),
  },
  { by: "GradientOfEither", types: FLOATS, alias: (type) => `backward_${type} as from_output_${type}` },
  {
    by: "OutputSlope",
    from: "../elementwise/fromOutput",
    types: FLOATS,
    write: (type, op) => backward("from_output", type, "y", `backward<${type}, FromOutput<${type}, ${op}>>`),
  },
  {
    by: "BetaGradient",
    from: "../elementwise/sum",
    types: FLOATS,
    write: (type, op) => [
      `beta_gradient_${type}(dy: usize, x: usize, n: usize, a: ${type}): f64`,
      `sumOfTerms<${type}, ${op}<${type}>>(dy, x, n, a)`,
    ],
  },
  {
    by: "Pass",
    types: FLOATS,
    write: (type, op) => [
      `${snake(op)}_${type}(${PASS}): void`,
      `changetype<${op}<${type}>>(0).run(dy, x, y, state, rows, cols, isFirst, mode)`,
    ],
  },
  {
    by: "StatePass",
    types: ["f64"],
    write: (type, op) => [`${snake(op)}_${type}(${PASS}): void`, `changetype<${op}>(0).run(dy, x, y, state, rows, cols, isFirst, mode)`],
  },
  {
    by: "RowsCopy",
    types: ["i32"],
    write: (type, op) => [
      `copy_${type}(from: usize, fromStride: usize, to: usize, toStride: usize, rows: usize, bytes: usize): void`,
      `changetype<${op}>(0).copy(from, fromStride, to, toStride, rows, bytes)`,
    ],
  },
  {
    by: "Product",
    types: FLOATS,
    write: (type, op) => [
      `multiply_${type}(x: usize, y: usize, z: usize, rows: usize, cols: usize, xStride: usize, yStride: usize, zStride: usize): void`,
      `changetype<${op}<${type}>>(0).multiply(x, y, z, rows, cols, xStride, yStride, zStride)`,
    ],
  },
];
const others = ["SpecialValue", "SameValue", "SpecialGradient"];

/** Exported classes with the interfaces they implement: a file's own, and those that it passes on from others. */
const classesOf = (path) => {
  const source = readFileSync(path, "utf8");
  const own = Array.from(source.matchAll(/^@final export class (\w+)(?:<T>)?[^{]*?implements ([\w, ]+) \{$/gm), ([, name, list]) => ({
    name,
    interfaces: list.split(", "),
  }));
  const passedOn = Array.from(source.matchAll(/^export \{ ([\w, ]+) \} from "(.+)";$/gm)).flatMap(([, list, from]) => {
    const found = classesOf(join(dirname(path), `${from}.ts`));
    return list.split(", ").map((name) => found.find((one) => one.name === name) ?? { name, interfaces: [] });
  });
  return [...own, ...passedOn];
};

const namesIn = (from) =>
  Array.from(readFileSync(join("assembly/ops", `${from}.ts`), "utf8").matchAll(/export (?:function|class) (\w+)/g), ([, name]) => name);

/** The source of a module that exports an op's functions; it stands beside the op's. */
export const exportsOf = (op) => {
  const classes = classesOf(`assembly/ops/${op}.ts`);
  if (!classes.length) throw new Error(`assembly/ops/${op}.ts exports no class`);
  const known = new Set([...rules.map(({ by }) => by), ...others]);
  for (const { name, interfaces } of classes)
    if (!interfaces.some((one) => known.has(one))) throw new Error(`assembly/ops/${op}.ts: ${name} implements nothing that is exported`);
  const bearers = (by) => classes.filter(({ interfaces }) => interfaces.includes(by)).map(({ name }) => name);
  const special = Object.fromEntries(others.map((by) => [by, bearers(by)[0]]));
  const functions = rules.flatMap(({ by, types, write, alias }) =>
    bearers(by).flatMap((name) =>
      types.map((type) => {
        if (alias) return `export { ${alias(type)} };`;
        const [signature, body] = write(type, name, special);
        return `export function ${signature} { ${/: f64$/.test(signature) ? "return " : ""}${body}; }`;
      }),
    ),
  );
  const uses = (name) => functions.some((text) => text.includes(` ${name}<`) || text.includes(`, ${name}<`));
  const imports = [...new Set(rules.flatMap(({ from }) => from ?? []))].flatMap((from) => {
    const names = namesIn(from).filter(uses);
    return names.length ? `import { ${names.join(", ")} } from "${from}";` : [];
  });
  const own = `import { ${classes.map(({ name }) => name).join(", ")} } from "./${op}";`;
  return [...imports, own, ...functions, ""].join("\n");
};
