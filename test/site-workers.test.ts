// What pages have done elsewhere: workers that fail, hang or answer late, work that is asked for faster than it is done, the service worker.
import { readFileSync } from "node:fs";
import { transformSync } from "esbuild";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Job, Message } from "../site/benchmark/messages.js";
import { secondsOf } from "../site/benchmark/plan.js";
import { type Listener, startRun } from "../site/benchmark/run.js";
import { latest, type State } from "../site/learn/latest.js";

/** One that does what the test says. */
class FakeWorker extends EventTarget {
  static all: FakeWorker[] = [];
  readonly posted: unknown[] = [];
  isEnded = false;
  constructor() {
    super();
    FakeWorker.all.push(this);
  }
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  terminate(): void {
    this.isEnded = true;
  }
  says(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
  fails(message: string): void {
    this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message }));
  }
}
const worker = (i: number): FakeWorker => FakeWorker.all[i] as FakeWorker;

beforeEach(() => {
  FakeWorker.all = [];
  vi.stubGlobal("Worker", FakeWorker);
  vi.stubGlobal("location", { search: "" });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a run of the benchmark", () => {
  const job = (op: string): Job => ({ op, type: "f32", lengths: [64], budget: { race: 1000, warmup: 50 }, tfjs: false });
  const jobs = [job("relu"), job("gelu")];
  const begun = () => {
    const heard: string[] = [];
    const listener: Listener = {
      ready: () => heard.push("ready"),
      turn: () => heard.push("turn"),
      result: () => heard.push("result"),
      failure: (op, message) => heard.push(`${op}: ${message}`),
      end: () => heard.push("end"),
    };
    return { heard, run: startRun(jobs, listener) };
  };
  const turn: Message = { kind: "turn", length: 64, label: "", done: 0.5 };
  const patience = 10_000 * secondsOf([job("relu")]);

  test("goes from worker to worker, and past those that fail", () => {
    const { heard } = begun();
    worker(0).fails("no such file");
    expect(worker(0).isEnded).toBe(true);
    worker(1).says({ kind: "end" } satisfies Message);
    expect(heard).toEqual(["relu: no such file", "end"]);
    expect(FakeWorker.all.map(({ posted }) => posted)).toEqual([[jobs[0]], [jobs[1]]]);
    vi.advanceTimersByTime(2 * patience);
    expect(heard).toHaveLength(2);
  });

  test("is over once it is stopped, whatever arrives late", () => {
    const { heard, run } = begun();
    run.stop();
    worker(0).fails("late");
    worker(0).says(turn);
    vi.advanceTimersByTime(2 * patience);
    expect(heard).toEqual([]);
    expect(FakeWorker.all).toHaveLength(1);
  });

  test("goes on without a job that hangs, not without one that takes its time", () => {
    const { heard } = begun();
    for (let i = 0; i < 3; i++) {
      vi.advanceTimersByTime(0.9 * patience);
      worker(0).says(turn);
    }
    expect(heard).toEqual(["turn", "turn", "turn"]);
    vi.advanceTimersByTime(1.1 * patience);
    expect(heard.slice(3)).toEqual(["relu: it did not go on"]);
    expect(worker(0).isEnded).toBe(true);
    expect(worker(1).posted).toEqual([jobs[1]]);
  });
});

describe("work that a slider asks for", () => {
  /** Pieces of work that end when they are told to. */
  const pieces = () => {
    const done: string[] = [];
    const ends = new Map<string, (error?: Error) => void>();
    const told: (State | string)[] = [];
    const owner = {};
    const ask = (name: string): Promise<void> =>
      latest(
        owner,
        async (isStale) => {
          await new Promise<void>((resolve, reject) => ends.set(name, (error) => (error ? reject(error) : resolve())));
          done.push(isStale() ? `${name}, stale` : name);
        },
        (state, error) => told.push(error instanceof Error ? `${state}: ${error.message}` : state),
      );
    const end = async (name: string, error?: Error): Promise<void> => {
      ends.get(name)?.(error);
      await vi.advanceTimersByTimeAsync(0);
    };
    return { done, ends, told, ask, end };
  };

  test("is done one piece at a time, and of those that wait the last alone", async () => {
    const { done, ends, told, ask, end } = pieces();
    for (const name of ["a", "b", "c", "d"]) void ask(name);
    expect([...ends.keys()]).toEqual(["a"]);
    await end("a");
    expect([...ends.keys()]).toEqual(["a", "d"]);
    expect(told).toEqual(["busy"]);
    await end("d");
    expect(done).toEqual(["a, stale", "d"]);
    expect(told).toEqual(["busy", "done"]);
    void ask("e");
    await end("e");
    expect(told).toEqual(["busy", "done", "busy", "done"]);
  });

  test("has failed if the last of it has", async () => {
    const { told, ask, end } = pieces();
    void ask("a");
    void ask("b");
    await end("a", new Error("once"));
    await end("b");
    void ask("c");
    await end("c", new Error("twice"));
    expect(told).toEqual(["busy", "done", "busy", "failed: twice"]);
  });
});

test("who asks after a worker has died gets another", async () => {
  const { ask } = await import("../site/learn/ask.js");
  const lost = ask("cost");
  worker(0).fails("no such file");
  await expect(lost).rejects.toThrow("no such file");
  const found = ask("cost");
  expect(FakeWorker.all).toHaveLength(2);
  const [{ id }] = worker(1).posted as [{ id: number }];
  worker(1).says({ id, result: [] });
  await expect(found).resolves.toEqual([]);
});

describe("the service worker", () => {
  const code = transformSync(readFileSync(new URL("../site/offline.ts", import.meta.url), "utf8"), { loader: "ts" }).code;
  const address = "https://example.org/site/";
  const own = (version: string): string => `relu-simd-site ${address} ${version}`;

  const started = (version: string, existing: readonly string[]) => {
    const stores = new Map(existing.map((name) => [name, new Map<string, string>()]));
    const caches = {
      keys: async () => [...stores.keys()],
      delete: async (name: string) => stores.delete(name),
      open: async (name: string) => {
        const store = stores.get(name) ?? new Map<string, string>();
        stores.set(name, store);
        return {
          match: async (at: string) => (store.has(at) ? new Response(store.get(at)) : undefined),
          put: async (at: string, response: Response) => void store.set(at, await response.text()),
        };
      },
    };
    const fetched: string[] = [];
    const fetch = async ({ url }: Request): Promise<Response> => {
      fetched.push(url);
      return new Response(`${version} of ${url}`);
    };
    const listeners = new Map<string, (event: unknown) => void>();
    const deeds: string[] = [];
    const scope = {
      registration: { scope: address },
      clients: { claim: async () => void deeds.push("claim") },
      skipWaiting: async () => void deeds.push("skipWaiting"),
      addEventListener: (type: string, listen: (event: unknown) => void) => listeners.set(type, listen),
    };
    new Function("self", "caches", "fetch", "FILES", "VERSION", code)(scope, caches, fetch, ["index.html", "a.js", "tfjs/b.js"], version);
    const dispatch = async (type: string, more: object = {}): Promise<unknown> => {
      let given: unknown;
      listeners.get(type)?.({
        waitUntil: (promise: unknown) => (given = promise),
        respondWith: (promise: unknown) => (given = promise),
        ...more,
      });
      return await given;
    };
    const answer = async (file: string): Promise<string | undefined> =>
      ((await dispatch("fetch", { request: new Request(`${address}${file}`) })) as Response | undefined)?.text();
    return { stores, fetched, deeds, dispatch, answer };
  };

  test("keeps its files, and waits until pages of the version before are closed", async () => {
    const { stores, fetched, deeds, dispatch, answer } = started("2", [own("1"), "another site's"]);
    await dispatch("install");
    expect(deeds).toEqual([]);
    expect([...stores.keys()]).toContain(own("1"));
    expect(fetched).toEqual([`${address}index.html`, `${address}a.js`]);
    await dispatch("activate");
    expect(deeds).toEqual(["claim"]);
    expect([...stores.keys()]).toEqual(["another site's", own("2")]);
    expect(await answer("")).toBe(`2 of ${address}index.html`);
    expect(await answer("a.js?backend=js")).toBe(`2 of ${address}a.js`);
    expect(fetched).toHaveLength(2);
  });

  test("fetches what is large once it is asked for, and leaves alone what is not of the site", async () => {
    const { fetched, answer } = started("1", []);
    expect(await answer("tfjs/b.js")).toBe(await answer("tfjs/b.js"));
    expect(fetched).toEqual([`${address}tfjs/b.js`]);
    expect(await answer("other.js")).toBeUndefined();
  });
});
