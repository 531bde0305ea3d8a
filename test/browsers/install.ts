// Debian's packages for browsers that are not there yet.
import { execFileSync, spawnSync } from "node:child_process";
import { find, type Name, packages } from "./browsers.js";

const isThere = (command: string): boolean => find(command) !== undefined;

const install = ["install", "--yes", "--no-install-recommends"];

/** Installs what is missing, as root or by a sudo that asks for no password; throws with the command to run where that can't be. */
export const ensure = (names: readonly Name[]): void => {
  const missing = names.flatMap((name) =>
    Object.entries(packages[name]).flatMap(([debianPackage, command]) => (isThere(command) ? [] : debianPackage)),
  );
  if (missing.length === 0) return;
  const byHand = `sudo apt-get update && sudo apt-get ${[...install, ...missing].join(" ")}`;
  const isRoot = process.getuid?.() === 0;
  if (!isThere("apt-get") || !(isRoot || spawnSync("sudo", ["-n", "true"]).status === 0))
    throw new Error(`the browsers need Debian's ${missing.join(", ")}, which can't be installed from here. Run: ${byHand}`);
  const apt = (args: readonly string[]): void => {
    const [command = "", ...rest] = isRoot ? ["apt-get", ...args] : ["sudo", "-n", "apt-get", ...args];
    try {
      execFileSync(command, rest, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    } catch {
      throw new Error(`apt-get ${args.join(" ")} failed. Run: ${byHand}`);
    }
  };
  console.log(`installing ${missing.join(", ")}`);
  apt(["update"]);
  apt([...install, ...missing]);
};
