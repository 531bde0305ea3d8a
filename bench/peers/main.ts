// The benchmark beside others: npm run bench:peers -- --help
//
// This process only tells others what to do: each case runs in a fresh one, in the runtime that is wanted.
import { SingleBar } from "cli-progress";
import { machine } from "../environment.js";
import { asJson, record } from "../record.js";
import type { PeerCase, PeersRun, Row } from "../recorded.js";
import { commandOf, runCommand, UsageError } from "../usage.js";
import { entrants } from "./entrants.js";
import { install, versions } from "./install.js";
import { type Answer, JAVASCRIPT } from "./job.js";
import { layerCases } from "./layers/cases.js";
import { keepBusy } from "./neighbour.js";
import { isNoisy, isNoisyCase, noisyCases, quietly } from "./noise.js";
import { type Plan, parsePlan, USAGE } from "./plan.js";
import { codeHash, findRuntime, measureLimits, type Runtime, solve } from "./runtime.js";
import { caseOf, forget, keep, limitsOf, recall } from "./store.js";
import { asText } from "./table.js";
import { nameOf, type Task, tasks } from "./task.js";

interface Work {
  readonly name: string;
  readonly work: Task | string;
  readonly describes: Omit<PeerCase, "name" | "rows">;
}

/** Activations first, then layers. */
const allWork = (all: boolean): readonly Work[] => [
  ...tasks(all).map((task) => ({
    name: nameOf(task),
    work: task,
    describes: { kind: task.kind, op: task.op, length: task.length, cols: task.cols || undefined },
  })),
  ...layerCases.map(({ name, flops }) => ({
    name,
    work: name,
    describes: { kind: "layer" as const, op: name, length: 0, flops: flops || undefined },
  })),
];

const isOfJs = ({ peer, times }: Row): boolean => times !== undefined && JAVASCRIPT.includes(peer);

/** Everybody in one process; then JavaScript once more, in one where nobody else was. */
const measure = async (runtime: Runtime, { work }: Work, { budget, peers }: Plan, module: string): Promise<Answer> => {
  const together = await solve(runtime, { work, budget, peers, module, isClean: false });
  if (!together.rows.some(isOfJs)) return together;
  const alone = await solve(runtime, { work, budget, peers, module, isClean: true });
  const clean = alone.rows.filter(isOfJs).map((row) => ({ ...row, form: [row.form, "clean process"].filter(Boolean).join(", ") }));
  return { ...together, rows: [...together.rows, ...clean], noise: [...together.noise, ...alone.noise] };
};

/** Of one runtime. Cases that fail are told and left out. */
const runIn = async (runtime: Runtime, works: readonly Work[], plan: Plan, command: string): Promise<PeersRun> => {
  const under = JSON.stringify([plan.budget, plan.peers, codeHash(), versions(), ...(plan.hasNeighbour ? ["neighbour"] : [])]);
  if (plan.isFresh) for (const { name } of works) forget(runtime.name, name, under);
  const before = await measureLimits(runtime, plan.budget);
  const bar = new SingleBar({
    format: `${runtime.name} {bar} {value} of {total} · {name} · {duration_formatted}, {eta_formatted} to go`,
    stream: process.stderr,
    barsize: 25,
    clearOnComplete: true,
    gracefulExit: true,
  });
  const cases: PeerCase[] = [];
  const noisy: string[] = [];
  const failures: string[] = [];
  // What others' compilers make of the yardstick is not comparable.
  const expected = runtime.name.startsWith("node") ? before.gflops : undefined;
  const isLoud = ({ noise }: Pick<Answer, "noise">): boolean => !plan.hasNeighbour && isNoisyCase(noise, expected);
  let about: Pick<Answer, "runtime" | "engine"> = { runtime: runtime.name, engine: "" };
  bar.start(works.length, 0, { name: "" });
  for (const one of works) {
    bar.update({ name: one.name });
    const known = recall(runtime.name, one.name, under);
    if (known) {
      about = known.answer;
      cases.push(known.case);
    } else
      try {
        const once = (): Promise<Answer> => measure(runtime, one, plan, before.module);
        const { rows, noise, ...answer } = await (plan.isQuick ? once() : quietly(once, isLoud));
        about = answer;
        const done = caseOf({ name: one.name, ...one.describes, rows });
        cases.push(done);
        // What was noisy twice is told, and measured again by the next run.
        if (isLoud({ noise })) noisy.push(one.name);
        else keep(runtime.name, { case: done, under, answer });
      } catch (error) {
        failures.push(`${runtime.name}, ${one.name}: ${error instanceof Error ? error.message : error}`);
      }
    bar.increment();
  }
  bar.stop();
  const after = await measureLimits(runtime, plan.budget);
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  if (failures.length) process.exitCode = 1;
  return {
    command,
    machine: { ...machine(), ...about, flags: runtime.flags },
    peers: versions(),
    limits: [limitsOf(before), limitsOf(after)],
    isNoisy: !plan.hasNeighbour && isNoisy(before, after),
    noisy,
    cases,
  };
};

const main = async (args: readonly string[]): Promise<void> => {
  const plan = parsePlan(args, process.versions.node, Object.keys(entrants));
  if (!plan) {
    process.stdout.write(USAGE);
    return;
  }
  const works = allWork(plan.all);
  if (plan.output === "list") {
    process.stdout.write(`${works.map(({ name }) => name).join("\n")}\n\n${Object.keys(entrants).join("\n")}\n`);
    return;
  }
  const wanted = works.filter(({ name }) => !plan.cases.length || plan.cases.some((start) => name.startsWith(start)));
  const strange = plan.cases.filter((start) => !works.some(({ name }) => name.startsWith(start)));
  if (strange.length) throw new UsageError(`--case: none begins with ${strange.join(" or ")}; --list has all`);
  install();
  const command = commandOf("bench:peers", args);
  const runs: PeersRun[] = [];
  for (const name of plan.runtimes) {
    const runtime = await findRuntime(name);
    const end = plan.hasNeighbour ? keepBusy() : undefined;
    const run = await runIn(runtime, wanted, plan, command).finally(end);
    runs.push(run);
    if (plan.output === "text") process.stdout.write(asText(run));
    if (run.isNoisy) process.stderr.write("The machine is noisy: another process is at work, or its speed changed by more than a tenth.\n");
    const noisy = noisyCases(run);
    if (noisy) process.stderr.write(`${noisy}. ${plan.isQuick ? "" : "Each was repeated once. "}The next run measures them anew.\n`);
    if (plan.records) process.stderr.write(`${record(`peers-${name.replace(" ", "")}`, run)}\n`);
  }
  if (plan.output === "json") process.stdout.write(`${asJson(runs)}\n`);
};

await runCommand(USAGE, () => main(process.argv.slice(2)));
