// Runs a program to its end.
import { spawn } from "node:child_process";

const MINUTES = 5;

/** What it printed; throws that if it fails or takes too long. */
export const execute = (
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: MINUTES * 60_000,
    });
    let out = "";
    let all = "";
    child.stdout.on("data", (part) => {
      out += part;
      all += part;
    });
    child.stderr.on("data", (part) => {
      all += part;
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(out);
      else
        reject(
          new Error(`${command} ${args.join(" ")}: ${signal ?? `exit code ${code}`}\n${all.trim().split("\n").slice(-30).join("\n")}`),
        );
    });
  });
