// The command line of scripts that run before anything is built: what is asked wrongly gives their usage and exit code 2.
import { parseArgs } from "node:util";

/** The options that were given. `--help` prints the usage and ends the process. */
export const optionsOf = (usage, options = {}) => {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: "boolean", short: "h", default: false } } });
    if (!values.help) return values;
    process.stdout.write(usage);
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
  process.exit();
};
