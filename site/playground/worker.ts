// The thread that trains.
import type { Request } from "./messages.js";
import { Session } from "./session.js";
import { memoriesOf } from "./snapshot.js";

// The types are those of a page; this is what a worker has of it.
interface Thread {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
}

const thread = globalThis as unknown as Thread;

const session = new Session({
  post: (message) => thread.postMessage(message, message.kind === "report" ? memoriesOf(message.snapshot) : []),
  later: (call, ms) => void setTimeout(call, ms),
  now: () => performance.now(),
});

thread.onmessage = ({ data }) => session.receive(data);
