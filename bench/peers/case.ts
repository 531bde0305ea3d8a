// The process that measures one case. Its argument is a job as JSON.
import "./alone.js";
import { writeFileSync } from "node:fs";
import { fill, windowCount } from "../data.js";
import { random } from "../random.js";
import type { Row } from "../recorded.js";
import type { Absent, Contender } from "./contender.js";
import { reasonOf } from "./enter.js";
import { enter } from "./entrants.js";
import { type Answer, JAVASCRIPT, type Job } from "./job.js";
import { judge, questionsOf, type Verdict } from "./judge.js";
import { layerCases } from "./layers/cases.js";
import { gflopsOf, type Noise, watch, yardstick } from "./noise.js";
import { rounds } from "./rounds.js";
import type { Task } from "./task.js";

/** From here on what a call leaves behind is collected before the next contender's turn. */
const LARGE = 1 << 22;

const collectGarbage = (): void => {
  const { gc, Bun } = globalThis as { gc?: () => void; Bun?: { gc(force: boolean): void } };
  if (gc) gc();
  else Bun?.gc(true);
};

interface Judged {
  readonly contender: Contender;
  readonly verdict: Partial<Verdict> & Pick<Verdict, "faults">;
}

/** Each is right or wrong before it is timed; one that throws is told like one that does not start. */
const judged = async (
  contenders: readonly Contender[],
  verdictOf: (contender: Contender) => Promise<Judged["verdict"]>,
): Promise<{ readonly fit: readonly Judged[]; readonly unfit: readonly Absent[] }> => {
  const fit: Judged[] = [];
  const unfit: Absent[] = [];
  for (const contender of contenders) {
    const { peer, form, way } = contender;
    try {
      fit.push({ contender, verdict: await verdictOf(contender) });
    } catch (error) {
      unfit.push({ peer, form, way, why: reasonOf(error) });
    }
  }
  return { fit, unfit };
};

/** Who takes longer for a call, in nanoseconds, is not called again. */
const PATIENCE = 2e9;
const isSlow = ({ verdict }: Judged): boolean => (verdict.call ?? 0) > PATIENCE;

interface Raced {
  readonly rows: readonly Row[];
  readonly noise: Noise;
}

/** How a case is measured, whatever it is. */
type Measure = Pick<Job, "budget" | "module">;

const raced = async (fit: readonly Judged[], absent: readonly Absent[], { budget, module }: Measure, isLarge: boolean): Promise<Raced> => {
  const racing = fit.filter((one) => !isSlow(one));
  let elsewhere = 0;
  /** Processes of ours are not somebody else. */
  const counted = ({ call, run, time }: Contender): Pick<Contender, "call" | "run" | "time"> =>
    time
      ? {
          call,
          time: async (calls) => {
            const start = performance.now();
            const spent = await time(calls);
            elsewhere += performance.now() - start;
            return spent;
          },
        }
      : { call, ...(run && { run }) };
  const others = watch();
  const [machine, ...times] = await rounds(
    [yardstick(module), ...racing.map(({ contender }) => counted(contender))],
    budget,
    isLarge ? collectGarbage : () => {},
  );
  if (!machine) throw new Error("the yardstick was not measured");
  const noise: Noise = { others: others(elsewhere), gflops: gflopsOf(machine.median), fastest: gflopsOf(machine.p10) };
  for (const { contender } of fit) contender.dispose?.();
  const rows = [
    ...fit.map((one): Row => {
      const { contender, verdict } = one;
      const { call = 0, ...rest } = verdict;
      const once = { median: call, p10: call, p90: call };
      return {
        peer: contender.peer,
        form: contender.form,
        way: contender.way,
        times: isSlow(one) ? once : times[racing.indexOf(one)],
        ...rest,
      };
    }),
    ...absent.map(({ peer, form, way, why }): Row => ({ peer, form, way, faults: [], why })),
  ];
  return { rows, noise };
};

/** Copies compute nothing that could be wrong. */
const UNJUDGED = { faults: [] };

const activation = async (task: Task, how: Measure, wants: (peer: string) => boolean): Promise<Raced> => {
  const { contenders, absent } = await enter(task, wants);
  const questions = questionsOf(task);
  const next = random(task.length);
  const xs = Array.from({ length: windowCount(task.length, "f32") }, () => {
    const x = new Float32Array(task.length);
    fill(x, "random", next);
    return x;
  });
  const { fit, unfit } = await judged(contenders, async (contender) => {
    const verdict = contender.peer === "copy" ? UNJUDGED : await judge(contender, task, questions);
    contender.take?.(xs);
    return verdict;
  });
  return raced(fit, [...absent, ...unfit], how, task.length >= LARGE);
};

const layer = async (name: string, how: Measure, wants: (peer: string) => boolean): Promise<Raced> => {
  const found = layerCases.find((one) => one.name === name);
  if (!found) throw new Error(`no layer ${name}`);
  const { contenders, absent = [], check } = await found.make(wants);
  const { fit, unfit } = await judged(contenders, async (contender) => {
    await contender.call();
    const error = check(await contender.result());
    // Infinity has no place in JSON.
    return Number.isFinite(error) ? { error, faults: [] } : { faults: ["not numbers, or not as many"] };
  });
  // Of arrays that large only where the case leaves some: collecting is cheap where there is little.
  return raced(fit, [...absent, ...unfit], how, true);
};

const engineOf = ({ v8, webkit }: Readonly<Record<string, string | undefined>>): string =>
  webkit ? `JavaScriptCore ${webkit}` : `V8 ${v8}`;
const runtimeOf = ({ bun, deno, node }: Readonly<Record<string, string | undefined>>): string =>
  bun ? `Bun ${bun}` : deno ? `Deno ${deno}` : `Node ${node}`;

const main = async ({ work, budget, peers, isClean, module, file }: Job): Promise<void> => {
  const wants = (peer: string): boolean =>
    (!isClean || JAVASCRIPT.includes(peer)) && (!peers.length || peers.includes(peer) || peer === "relu-simd");
  const how = { budget, module };
  const { rows, noise } = typeof work === "string" ? await layer(work, how, wants) : await activation(work, how, wants);
  const answer: Answer = { rows, noise: [noise], runtime: runtimeOf(process.versions), engine: engineOf(process.versions) };
  writeFileSync(file, JSON.stringify(answer));
};

await main(JSON.parse(process.argv[2] ?? "") as Job);
// Threads and timers of libraries would keep the process alive.
process.exit();
