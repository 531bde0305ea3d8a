// From the command line to what is to be measured, where, and how long.
import { parseArgs } from "node:util";
import { UsageError } from "../usage.js";
import { type Budget, FULL, QUICK } from "./rounds.js";

export const USAGE = `npm run bench:peers -- [options]

  --case "relu, 16k"     cases whose names begin so; may be given several times. Default all
  --peer onnxruntime-web a contender, beside relu-simd; may be given several times. Default all
  --runtime "node 20"    may be given several times: node 20, 22, 24, 26, bun, deno. Default this Node and node 24
  --all                  every activation at every size, with all gradients: hours
  --quick                a few milliseconds a contender: does it all run? Its figures mean little
  --fresh                measures anew what a run before this one has finished
  --neighbour            while another process keeps every other core busy; not for --record
  --record               writes bench/results/peers-<runtime>.json
  --json                 JSON, and nothing else, to stdout
  --list                 the names of the cases, and of the contenders
`;

export interface Plan {
  readonly cases: readonly string[];
  readonly peers: readonly string[];
  readonly runtimes: readonly string[];
  readonly all: boolean;
  readonly budget: Budget;
  readonly isQuick: boolean;
  readonly isFresh: boolean;
  readonly hasNeighbour: boolean;
  readonly records: boolean;
  readonly output: "text" | "json" | "list";
}

const RUNTIMES = ["node 20", "node 22", "node 24", "node 26", "bun", "deno"];

/** "node 20" in Node 20.20.2 */
export const runtimeOf = (version: string): string => `node ${version.split(".")[0]}`;

export const parsePlan = (args: readonly string[], running: string, known: readonly string[]): Plan | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      case: { type: "string", multiple: true, default: [] },
      peer: { type: "string", multiple: true, default: [] },
      runtime: { type: "string", multiple: true },
      all: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
      neighbour: { type: "boolean", default: false },
      record: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  const runtimes = [...new Set(values.runtime ?? [runtimeOf(running), "node 24"])];
  for (const name of runtimes)
    if (!RUNTIMES.includes(name) && name !== runtimeOf(running))
      throw new UsageError(`--runtime: ${name} is none of ${RUNTIMES.join(", ")}`);
  for (const name of values.peer) if (!known.includes(name)) throw new UsageError(`--peer: ${name} is none of ${known.join(", ")}`);
  // Figures that mean little, or are of few, are no record.
  const isWhole = !values.quick && !values.peer.length && !values.case.length;
  if (values.record && !isWhole) throw new UsageError("--record: of whole runs only, without --quick, --case and --peer");
  if (values.record && values.neighbour) throw new UsageError("--record: of a machine that does nothing else, not with --neighbour");
  return {
    cases: values.case,
    peers: values.peer,
    runtimes,
    all: values.all,
    budget: values.quick ? QUICK : FULL,
    isQuick: values.quick,
    isFresh: values.fresh,
    hasNeighbour: values.neighbour,
    records: values.record,
    output: values.list ? "list" : values.json ? "json" : "text",
  };
};
