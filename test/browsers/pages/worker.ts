// The report of a module worker. A message in its console counts as a failure, as nobody else hears of it in every browser.
import { makeReport } from "./report.js";

const complaints: string[] = [];
for (const kind of ["error", "warn"] as const) console[kind] = (...args: unknown[]) => void complaints.push(`console.${kind}: ${args}`);

makeReport().then(
  ({ failures, ...report }) => postMessage({ ...report, failures: [...complaints, ...failures] }),
  (error: unknown) => postMessage(String(error)),
);
