// The process that measures what the machine can do at most, and whether somebody else is at work on it. Answers with JSON on stdout.
import { limits, moduleBytes } from "../layers/limits.js";
import { type Bounds, watch } from "./noise.js";
import { type Budget, rounds } from "./rounds.js";

const main = async (budget: Budget): Promise<void> => {
  const bytes = moduleBytes();
  const all = limits(bytes);
  const others = watch();
  const times = await rounds(
    all.map(({ racer }) => ({ call: () => racer.run(1), run: (calls: number) => racer.run(calls) })),
    budget,
    () => {},
  );
  const [gflops = 0, cached = 0, memory = 0] = all.map(({ work }, i) => work / (times[i]?.median ?? Number.NaN));
  const bounds: Bounds = { gflops, cached, memory, others: others(), module: Buffer.from(bytes).toString("base64") };
  process.stdout.write(JSON.stringify(bounds));
};

await main(JSON.parse(process.argv[2] ?? "") as Budget);
