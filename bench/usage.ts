// How commands begin and end.
import { type ParseArgsConfig, parseArgs } from "node:util";

/** What the command line asks for cannot be done. */
export class UsageError extends Error {}

/** Runs a command. What it was asked wrongly gives its usage and exit code 2, all else the whole error and 1. */
export const runCommand = async (usage: string, main: () => void | Promise<void>): Promise<void> => {
  try {
    await main();
  } catch (error) {
    // parseArgs throws a TypeError with a code; all else is a bug, or a contender that computes something else.
    const isUsage =
      error instanceof UsageError ||
      (error instanceof TypeError && `${(error as NodeJS.ErrnoException).code}`.startsWith("ERR_PARSE_ARGS"));
    process.stderr.write(`${error instanceof Error ? (isUsage ? error.message : error.stack) : error}\n${isUsage ? `\n${usage}` : ""}`);
    process.exitCode = isUsage ? 2 : 1;
  }
};

/** Ends the process: what was asked cannot be done. */
export const refuse = (usage: string, why: string): never => {
  process.stderr.write(`${why}\n\n${usage}`);
  process.exit(2);
};

type Config = Pick<ParseArgsConfig, "options">;

/** The command line of a script that is no function: `--help` prints the usage and ends it, and so does what there is not. */
export const commandLine = <const T extends NonNullable<Config["options"]>>(
  usage: string,
  options: T,
  allowPositionals = false,
): ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>> => {
  const help = { help: { type: "boolean", short: "h", default: false } } as const;
  try {
    const parsed = parseArgs({ options: { ...options, ...help }, allowPositionals });
    if (!(parsed.values as { readonly help?: boolean }).help) return parsed as ReturnType<typeof commandLine<T>>;
    process.stdout.write(usage);
  } catch (error) {
    return refuse(usage, error instanceof Error ? error.message : String(error));
  }
  return process.exit();
};

/** As it was typed, for whoever wants to do it again. */
export const commandOf = (script: string, args: readonly string[]): string =>
  [`npm run ${script}`, ...(args.length ? ["--", ...args.map((arg) => (arg.includes(" ") ? `"${arg}"` : arg))] : [])].join(" ");
