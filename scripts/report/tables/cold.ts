// What it costs to begin: start, install, bundle.
import { table } from "../markdown.js";
import { bytes, digits, labelOf, OURS, type Runs, source } from "../results.js";

export const coldTable = ({ cold: run }: Runs): string | undefined => {
  if (!run?.rows.length) return undefined;
  const rows = run.rows.map(({ peer, version, start, install, bundle, beside, why }) => [
    `${labelOf(peer)} ${version}`,
    start ? `${digits(start.median)} (${digits(start.p10)} … ${digits(start.p90)})` : (why ?? "–"),
    bytes(install),
    bundle === undefined ? (why ?? "–") : bytes(bundle),
    beside ? bytes(beside) : "",
  ]);
  return `### Start and size

Milliseconds from import to the first result in a fresh process, less an empty package's, median (p10 … p90); what installing it takes; \`import { relu }\` or the least that does the same, minified and
gzipped, and the files that have to be beside it (${source(run)}).

${table(["", "start, ms", "installed", "bundle", "beside it"], rows)}`;
};

/** docs/environments.md: what the package itself takes to start. */
export const startSentence = ({ cold: run }: Runs): string | undefined => {
  const start = run?.rows.find(({ peer }) => peer === OURS)?.start;
  return (
    run &&
    start &&
    `From \`import\` to the first result of relu a fresh process takes ${digits(start.median)} ms more than with an empty package (${source(run)}).`
  );
};
