// How commands end.

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

/** As it was typed, for whoever wants to do it again. */
export const commandOf = (script: string, args: readonly string[]): string =>
  [`npm run ${script}`, ...(args.length ? ["--", ...args.map((arg) => (arg.includes(" ") ? `"${arg}"` : arg))] : [])].join(" ");
