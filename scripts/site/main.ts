// The site: site/ → build/site/, a folder that any static server has.
//
//   npm run site                         builds it, prints the sizes, fails beyond the budgets
//   npm run site -- --serve              and serves it, on a free port
//   npm run site -- --serve --port 8080  on this one
//   npm run site -- --without-tfjs       without TensorFlow.js, which is installed otherwise; the benchmark then says that it is not there
import { parseArgs } from "node:util";
import { buildSite } from "./build.js";
import { serve } from "./serve.js";
import { exceeded, sizesTable } from "./sizes.js";

const USAGE = "usage: npm run site [-- [--without-tfjs] [--serve [--port <0 to 65535>]]]";

const read = (): { readonly isServed: boolean; readonly port: number; readonly without: readonly string[] } => {
  try {
    const {
      serve: isServed,
      port: given,
      "without-tfjs": isBare,
    } = parseArgs({
      options: {
        serve: { type: "boolean", default: false },
        port: { type: "string" },
        "without-tfjs": { type: "boolean", default: false },
      },
    }).values;
    const port = Number(given ?? 0);
    if (given !== undefined && !isServed) throw new RangeError("--port is of --serve");
    if (given === "" || !Number.isInteger(port) || port < 0 || port > 65535)
      throw new RangeError(`--port is ${JSON.stringify(given)}, expected a whole number from 0 to 65535`);
    return { isServed, port, without: isBare ? ["tfjs"] : [] };
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
};

const { isServed, port, without } = read();
const site = await buildSite(without);
console.log(sizesTable(site));
const complaints = exceeded(site);
for (const complaint of complaints) console.error(complaint);
if (complaints.length) process.exitCode = 1;
if (isServed) console.log(`${await serve(site.folder, port)}`);
