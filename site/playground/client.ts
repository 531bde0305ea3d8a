// The thread that trains, as the page sees it.
import { sameBackend } from "../shared/forced.js";
import type { Report, Request } from "./messages.js";
import type { Run } from "./settings.js";

export class Client {
  private readonly worker = new Worker(sameBackend("playground-worker.js"), { type: "module" });
  private id = 0;

  /** `drawn`: a report has been drawn once the promise is kept. */
  constructor(draw: (report: Report) => Promise<void>, failed: (reason: string) => void) {
    this.worker.onmessage = async ({ data }: MessageEvent<Report>) => {
      // A report of the network before comes too late.
      if (data.id === this.id) await draw(data);
      this.send({ kind: "drawn" });
    };
    this.worker.onerror = ({ message }) => failed(message);
  }

  start(run: Run): void {
    this.send({ kind: "start", run, id: ++this.id });
  }

  send(request: Request): void {
    this.worker.postMessage(request);
  }
}
