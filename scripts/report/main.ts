// README's tables, pages' figures and all pictures, from what benchmarks left in bench/results/. See USAGE.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandLine, runCommand } from "../../bench/usage.js";

const USAGE = `npm run report -- [options]

Writes the tables and figures in README.md and docs/, and the pictures in docs/pictures/, from the runs in
bench/results/, doc comments, definitions, test/exhaustive/RESULTS.md and the built package. What has no run
is left out; figures within sentences (scripts/report/claims.ts) stay as they are then.

  --check   writes nothing; fails, and names the files that are not as they would be written
`;

const root = fileURLToPath(new URL("../../", import.meta.url));

const main = async (): Promise<void> => {
  const { values } = commandLine(USAGE, { check: { type: "boolean", default: false } });
  // Not before: it reads all sources, and a wrong option should not take seconds to say so.
  const [{ bundles }, { differences, write }, { report }, { readRuns }] = await Promise.all([
    import("../sizes/bundles.js"),
    import("./files.js"),
    import("./make.js"),
    import("./results.js"),
  ]);
  const files = report({ ...readRuns(), bundles: await bundles() }, (path) => readFileSync(join(root, path), "utf8"));
  const found = differences(root, files);
  const { check } = values;
  if (!check) write(root, files, found);
  for (const path of found.stale) console.log(check ? `${path}: not what \`npm run report\` writes` : path);
  for (const path of found.superfluous) console.log(check ? `${path}: \`npm run report\` makes no such picture` : `${path}: removed`);
  if (check && found.stale.length + found.superfluous.length) process.exitCode = 1;
};

await runCommand(USAGE, main);
