// index.html: the report of this page, or with ?worker that of a module worker, is left in `report`.
import { makeReport, type Report } from "./report.js";

const fromWorker = (): Promise<Report> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Report | string>) => (typeof data === "string" ? reject(new Error(data)) : resolve(data));
    worker.onerror = ({ message }) => reject(new Error(`worker: ${message || "not loaded"}`));
  });

const report = location.search === "?worker" ? fromWorker() : makeReport();
report.then((value) => Object.assign(globalThis, { report: value }));
