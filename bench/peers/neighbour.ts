// Somebody at work on every other core, as there is in a server that is busy.
import { spawn } from "node:child_process";
import { cpus } from "node:os";

/** Ends with the process that started it, however that ends: its standard input is closed then. */
const WORK = `
process.stdin.on("close", () => process.exit()).resume();
let sum = 0;
const work = () => {
  for (const until = performance.now() + 20; performance.now() < until; ) for (let i = 0; i < 1e4; i++) sum += Math.exp(-i / 1e4);
  setImmediate(work);
};
work();`;

/** Starts them; what it gives ends them. */
export const keepBusy = (): (() => void) => {
  const neighbours = cpus()
    .slice(1)
    .map(() => spawn(process.execPath, ["-e", WORK], { stdio: ["pipe", "ignore", "ignore"] }));
  return () => {
    for (const neighbour of neighbours) neighbour.kill();
  };
};
