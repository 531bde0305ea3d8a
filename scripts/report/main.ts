// README's tables, pages' figures and all pictures, from what benchmarks left in bench/results/. See USAGE.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { differences, write } from "./files.js";
import { report } from "./make.js";
import { readRuns } from "./results.js";

const USAGE = `npm run report -- [options]

Writes the tables in README.md and docs/, and the pictures in docs/pictures/, from the runs in bench/results/,
doc comments, definitions and test/exhaustive/RESULTS.md. What has no run is left out.

  --check   writes nothing; fails, and names the files that are not as they would be written
`;

const root = fileURLToPath(new URL("../../", import.meta.url));

const main = (check: boolean): void => {
  const files = report(readRuns(), (path) => readFileSync(join(root, path), "utf8"));
  const found = differences(root, files);
  if (!check) write(root, files, found);
  for (const path of found.stale) console.log(check ? `${path}: not what \`npm run report\` writes` : path);
  for (const path of found.superfluous) console.log(check ? `${path}: \`npm run report\` makes no such picture` : `${path}: removed`);
  if (check && found.stale.length + found.superfluous.length) process.exitCode = 1;
};

const parse = (): { readonly check: boolean; readonly help: boolean } | undefined => {
  try {
    return parseArgs({
      options: { check: { type: "boolean", default: false }, help: { type: "boolean", short: "h", default: false } },
    }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exitCode = 2;
    return undefined;
  }
};

const values = parse();
if (values?.help) process.stdout.write(USAGE);
else if (values) main(values.check);
