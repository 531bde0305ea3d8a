// The site: site/ → build/site/, a folder that any static server has. See USAGE.
import { commandLine, refuse } from "../../bench/usage.js";
import { buildSite } from "./build.js";
import { serve } from "./serve.js";
import { exceeded, sizesTable } from "./sizes.js";

const USAGE = `npm run site -- [options]

Builds the site into build/site/ and prints what its pages weigh; fails beyond the budgets.

  --serve         serves it, on a free port
  --port <n>      with --serve: on this one, 0 to 65535
  --without-tfjs  without TensorFlow.js, which is installed otherwise; the benchmark then says that it is not there
`;

const read = (): { readonly isServed: boolean; readonly port: number; readonly without: readonly string[] } => {
  const { values } = commandLine(USAGE, {
    serve: { type: "boolean", default: false },
    port: { type: "string" },
    "without-tfjs": { type: "boolean", default: false },
  });
  const { serve: isServed, port: given } = values;
  const port = Number(given ?? 0);
  if (given !== undefined && !isServed) return refuse(USAGE, "--port is of --serve");
  if (given === "" || !Number.isInteger(port) || port < 0 || port > 65535)
    return refuse(USAGE, `--port is ${JSON.stringify(given)}, expected a whole number from 0 to 65535`);
  return { isServed, port, without: values["without-tfjs"] ? ["tfjs"] : [] };
};

const { isServed, port, without } = read();
const site = await buildSite(without);
console.log(sizesTable(site));
const complaints = exceeded(site);
for (const complaint of complaints) console.error(complaint);
if (complaints.length) process.exitCode = 1;
if (isServed) console.log(`${await serve(site.folder, port)}`);
