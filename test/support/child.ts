// Code in a Node process of its own, with the built package: for what would hang this one, or changes what it stands on.
import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const entry = new URL("../../dist/index.js", import.meta.url);

interface Settings {
  /** Runs before the package is loaded. */
  readonly before?: string;
  readonly flags?: readonly string[];
  /** A shell command before it, such as a limit. */
  readonly shell?: string;
  /** Milliseconds after which it is ended, and an error thrown. */
  readonly timeout?: number;
}

/** What `code`, the body of an async function of the package's exports (`api`), returns, by way of JSON. */
export const inNode = (code: string, { before = "", flags = [], shell, timeout = 20_000 }: Settings = {}): unknown => {
  const script = `${before}
const api = await import(${JSON.stringify(entry)});
console.log(JSON.stringify(await (async () => {${code}})()) ?? "null");`;
  const args = [...flags, "--input-type=module", "--eval", script];
  const options: ExecFileSyncOptionsWithStringEncoding = {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout,
  };
  const output = shell
    ? execFileSync("sh", ["-c", `${shell}; exec "$@"`, "sh", process.execPath, ...args], options)
    : execFileSync(process.execPath, args, options);
  return JSON.parse(output);
};
