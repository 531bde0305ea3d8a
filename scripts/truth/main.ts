// Makes test/vectors/<op>.json from the formulas beside this file:
//
//   npm run truth -- squareplus      for a new op, or for one whose formula has changed; its inputs stay if it has some
//   npm run truth -- --check         says what is not as the formulas have it, of all ops or of those that are named
import { readFile, writeFile } from "./file.js";
import { differences, makeFile, opsWithFormula } from "./make.js";

const args = process.argv.slice(2);
const isCheck = args.includes("--check");
const named = args.filter((arg) => !arg.startsWith("--"));
if (!isCheck && named.length === 0) throw new Error("Which op? npm run truth -- <op>… or npm run truth -- --check");

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
