// What every function should give, from its formula. See USAGE.
import { commandLine, runCommand, UsageError } from "../../bench/usage.js";
import { readFile, writeFile } from "./file.js";
import { differences, makeFile, opsWithFormula } from "./make.js";

const USAGE = `npm run truth -- <op>…
npm run truth -- --check [<op>…]

Makes test/vectors/<op>.json from the formulas beside it, for a new op or for one whose formula has changed; its inputs stay if it has some.

  --check   says what is not as the formulas have it, of all ops or of those that are named
`;

const main = (): void => {
  const { values, positionals: named } = commandLine(USAGE, { check: { type: "boolean", default: false } }, true);
  const isCheck = values.check;
  if (!isCheck && named.length === 0) throw new UsageError("which op?");
  const strange = named.filter((op) => !opsWithFormula.includes(op));
  if (strange.length) throw new UsageError(`${strange.join(", ")}: formulas.ts has ${opsWithFormula.join(", ")}`);
  for (const op of named.length ? named : opsWithFormula) {
    const committed = readFile(op);
    const made = makeFile(op);
    const wrong = committed === undefined ? [`${op} has no truth: run \`npm run truth -- ${op}\``] : differences(committed, made);
    if (isCheck) {
      for (const line of wrong) console.error(line);
      if (wrong.length) process.exitCode = 1;
      // Packed by another zlib the same values are other text.
    } else if (wrong.length) writeFile(made);
    console.log(`${op}: ${wrong.length ? (isCheck ? `${wrong.length} differences` : "written") : "as the formulas have it"}`);
  }
};

await runCommand(USAGE, main);
