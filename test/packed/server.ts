// An npm script that listens at a port, for as long as it is needed.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import type { Project } from "./project.js";

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

export interface Server {
  readonly url: string;
  close(): void;
}

export const serve = async (project: Project, script: string): Promise<Server> => {
  const port = await freePort();
  const env = { ...process.env, ...(await project.environment()), PORT: `${port}` };
  // A group of its own, so that it goes with all that npm started.
  const [name, ...args] = script.replace("$PORT", `${port}`).split(" ");
  const command = ["run", "--silent", name as string, ...(args.length ? ["--", ...args] : [])];
  const child = spawn("npm", command, { cwd: project.folder, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let ended = false;
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
  child.on("close", () => {
    ended = true;
  });
  const close = (): void => {
    if (!ended && child.pid) process.kill(-child.pid);
  };
  const url = `http://localhost:${port}`;
  for (let i = 0; i < 1200 && !ended; i++) {
    if (await fetch(url).catch(() => undefined)) return { url, close };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  close();
  throw new Error(`npm run ${script} does not answer at ${url}\n${output}`);
};
