// Processes that do the work. None outlives this one, however it ends.
import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";

const running = new Set<ChildProcess>();

/** Who ends this process means what it started, too. They are not asked: a case in the middle of a round would not hear it. */
const endWith = (signal: "SIGINT" | "SIGTERM" | "SIGHUP"): void => {
  process.once(signal, () => {
    for (const child of running) child.kill("SIGKILL");
    // After the others who listen, as the progress bar does, which restores the terminal.
    setImmediate(() => process.exit(128 + constants.signals[signal]));
  });
};
let isWatched = false;

/** What it writes to stdout, once it ended well; refused with the end of stderr else. */
export const outputOf = (binary: string, args: readonly string[], timeout: number): Promise<string> => {
  if (!isWatched) for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) endWith(signal);
  isWatched = true;
  return new Promise((done, refuse) => {
    const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"], timeout });
    running.add(child);
    let [out, errors] = ["", ""];
    child.stdout.on("data", (part) => {
      out += part;
    });
    // Libraries warn here; the end of it says what was wrong.
    child.stderr.on("data", (part) => {
      errors = `${errors}${part}`.slice(-4000);
    });
    child.on("error", (error) => {
      running.delete(child);
      refuse(error);
    });
    child.on("close", (code, signal) => {
      running.delete(child);
      if (code === 0) done(out);
      else refuse(new Error(`${signal ?? `exit code ${code}`}\n${errors.trim().split("\n").slice(-12).join("\n")}`));
    });
  });
};
