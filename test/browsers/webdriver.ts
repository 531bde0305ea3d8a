// WebKitGTK over W3C WebDriver: a session of its MiniBrowser on a screen of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Session {
  readonly version: string;
  go(url: string): Promise<void>;
  /** What the body of a function returns in the page. */
  evaluate(body: string): Promise<unknown>;
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
};

/** xvfb-run is a script that leaves its children behind: it gets a process group, which is ended as a whole. */
const end = async (driver: ChildProcess): Promise<void> => {
  if (driver.exitCode !== null || driver.pid === undefined) return;
  const gone = once(driver, "exit");
  process.kill(-driver.pid);
  await gone;
};

export const startWebKit = async (): Promise<Session> => {
  const port = await freePort();
  const driver = spawn("xvfb-run", ["-a", "WebKitWebDriver", "--host=127.0.0.1", `--port=${port}`], {
    detached: true,
    stdio: "ignore",
    // Under WebDriver version 2.50 gives no page SharedArrayBuffer, not even one that asks for isolation by its headers.
    env: { ...process.env, JSC_useSharedArrayBuffer: "1" },
  });
  const endNow = (): void => void end(driver);
  process.once("exit", endNow);

  const request = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    const { value } = (await response.json()) as { value: { error?: string; message?: string } | null };
    if (!response.ok) throw new Error(`WebKitWebDriver, ${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  };

  const ready = async (): Promise<void> => {
    for (const deadline = Date.now() + 20_000; ; await sleep(50))
      try {
        await request("GET", "/status");
        return;
      } catch (error) {
        if (Date.now() > deadline || driver.exitCode !== null) throw error;
      }
  };

  try {
    await ready();
    const { sessionId, capabilities } = (await request("POST", "/session", { capabilities: { alwaysMatch: {} } })) as {
      sessionId: string;
      capabilities: { browserVersion: string };
    };
    const session = `/session/${sessionId}`;
    return {
      version: capabilities.browserVersion,
      go: async (url) => void (await request("POST", `${session}/url`, { url })),
      evaluate: (script) => request("POST", `${session}/execute/sync`, { script, args: [] }),
      screenshot: async () => Buffer.from((await request("GET", `${session}/screenshot`)) as string, "base64"),
      close: async () => {
        process.off("exit", endNow);
        await request("DELETE", session).finally(() => end(driver));
      },
    };
  } catch (error) {
    await end(driver);
    throw error;
  }
};
