// The thread's first step: tsx does not follow into worker threads on Node 20, so it is called in before thread.ts is loaded.
import { register } from "tsx/esm/api";

register();
await import("./thread.ts");
