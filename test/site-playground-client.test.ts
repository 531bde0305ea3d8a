// The page's side of the thread: nothing of an old network is drawn, and the thread never waits in vain.
import { describe, expect, test } from "vitest";
import { Client, type Page } from "../site/playground/client.js";
import type { FromTrainer, Report, Request } from "../site/playground/messages.js";
import { defaults } from "../site/playground/settings.js";

const run = { settings: defaults, events: [], epoch: 0 };
const report = (id: number): Report => ({ kind: "report", id }) as Report;

/** A page whose frames come when the test says so. */
const opened = (changes: Partial<Page> = {}) => {
  const [kept, drawn, waited, sent]: [number[], number[], number[], Request[]] = [[], [], [], []];
  let paint = (): void => undefined;
  let receive: (event: MessageEvent<FromTrainer>) => unknown = () => undefined;
  const thread = {
    postMessage: (request: Request) => void sent.push(request),
    onerror: null,
    set onmessage(listener: typeof receive) {
      receive = listener;
    },
  } as unknown as Worker;
  const client = new Client(thread, {
    keep: ({ id }) => void kept.push(id),
    draw: async ({ id }) => void drawn.push(id),
    wait: ({ epoch }) => void waited.push(epoch),
    failed: () => undefined,
    frame: () =>
      new Promise<void>((resolve) => {
        paint = resolve;
      }),
    ...changes,
  });
  client.start(run);
  const tell = (data: FromTrainer): unknown => receive({ data } as MessageEvent<FromTrainer>);
  return { client, kept, drawn, waited, sent, tell, paint: () => paint() };
};

describe("the page", () => {
  test("draws a report after the next frame, and says so", async () => {
    const page = opened();
    const done = page.tell(report(1));
    expect([page.kept, page.drawn]).toEqual([[1], []]);
    page.paint();
    await done;
    expect(page.drawn).toEqual([1]);
    expect(page.sent.at(-1)).toEqual({ kind: "drawn", id: 1 });
  });

  test("draws no network that another one has replaced before the frame", async () => {
    const page = opened();
    const done = page.tell(report(1));
    page.client.start(run);
    page.paint();
    await done;
    expect(page.drawn).toEqual([]);
    expect(page.sent.at(-1)).toEqual({ kind: "drawn", id: 1 });
    await page.tell(report(1));
    expect(page.kept).toEqual([1]);
  });

  test.each<Partial<Page>>([
    { draw: () => Promise.reject(new Error("no canvas")) },
    {
      keep: () => {
        throw new Error("no button");
      },
    },
  ])("says that it has drawn even if that failed: %o", async (changes) => {
    const page = opened(changes);
    const done = page.tell(report(1));
    page.paint();
    await expect(done).rejects.toThrow(/^no /);
    expect(page.sent.at(-1)).toEqual({ kind: "drawn", id: 1 });
  });

  test("hears how far its own network has come, and draws nothing for that", async () => {
    const page = opened();
    await page.tell({ kind: "progress", id: 0, epoch: 5, of: 9 });
    await page.tell({ kind: "progress", id: 1, epoch: 6, of: 9 });
    expect(page.waited).toEqual([6]);
    expect(page.sent).toHaveLength(1);
  });
});
