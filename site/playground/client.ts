// The thread that trains, as the page sees it.
import type { FromTrainer, Progress, Report, Request } from "./messages.js";
import type { Run } from "./settings.js";

/** The side of a worker that is used. */
export type Thread = Pick<Worker, "postMessage" | "onmessage" | "onerror">;

export interface Page {
  /** Keeps what has come; it is drawn after the next frame. */
  readonly keep: (report: Report) => void;
  /** Draws; the next report is sent once the promise is settled. */
  readonly draw: (report: Report) => Promise<void>;
  /** How far it has come with what is trained at once. */
  readonly wait: (progress: Progress) => void;
  readonly failed: (reason: string) => void;
  readonly frame: () => Promise<unknown>;
}

export class Client {
  private id = 0;

  constructor(
    private readonly thread: Thread,
    page: Page,
  ) {
    thread.onmessage = ({ data }: MessageEvent<FromTrainer>) => this.receive(data, page);
    thread.onerror = (event) => page.failed((event as ErrorEvent).message);
  }

  start(run: Run): void {
    this.send({ kind: "start", run, id: ++this.id });
  }

  send(request: Request): void {
    this.thread.postMessage(request);
  }

  private async receive(message: FromTrainer, { keep, draw, wait, frame }: Page): Promise<void> {
    const { id } = message;
    if (message.kind === "progress") {
      if (id === this.id) wait(message);
      return;
    }
    try {
      // A report of the network before comes too late, and so does one that another network has overtaken by the frame.
      if (id === this.id) keep(message);
      if (id === this.id) await frame();
      if (id === this.id) await draw(message);
    } finally {
      this.send({ kind: "drawn", id });
    }
  }
}
