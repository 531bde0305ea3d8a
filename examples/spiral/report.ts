// What the user reads: a bar while networks are trained, then a line for each.
import { SingleBar } from "cli-progress";
import colours from "picocolors";
import { table } from "../start/table.js";
import { HIDDEN, WIDTH } from "./net.js";
import type { Run, State } from "./train.js";
import { settings, type Trial } from "./trials.js";

const { bold, green, red, yellow } = colours;

/** Three digits, and powers of ten where a loss has flown away. */
const lossOf = (loss: number): string => (loss < 1000 ? loss.toFixed(3) : loss.toExponential(1));
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const shown = ({ loss, accuracy, dead }: State): Record<string, string> => ({
  loss: lossOf(loss),
  accuracy: percent(accuracy),
  dead: `${dead} of ${HIDDEN}`,
});

const titleOf = ({ contender, setting, remedy }: Trial): string => [contender.name, setting.name, remedy?.name].filter(Boolean).join(", ");

export interface Progress {
  readonly seen: (trial: Trial, state: State) => void;
  readonly stop: () => void;
}

/** A bar over all steps of all trials, and how the network in training stands. */
export const showProgress = (steps: number): Progress => {
  const format = "{bar} {title}: loss {loss}, accuracy {accuracy}, {dead} dead";
  const bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true, barsize: 12 });
  bar.start(steps, 0, { title: "", loss: "", accuracy: "", dead: "" });
  return {
    seen: (trial, state) => bar.increment(1, { title: titleOf(trial), ...shown(state) }),
    stop: () => bar.stop(),
  };
};

/** The cells of a table's line: names, figures, dead units at first and at last, those that came back in each layer. */
export const rowOf = ({ trial: { contender, setting, remedy }, history, end, revived }: Run): readonly string[] => {
  const ofFirstLayer = revived.filter((unit) => unit < WIDTH).length;
  return [
    contender.name,
    setting.name,
    remedy?.name ?? "",
    lossOf(end.loss),
    percent(end.accuracy),
    ...[(history[0] ?? end).dead, end.dead, ofFirstLayer, revived.length - ofFirstLayer].map(String),
  ];
};

export const showSettings = (): void => {
  for (const { name, words } of settings) console.log(`  ${bold(name)}: ${words}`);
  console.log("A unit is dead if it is 0 for all points, and was revived if it is not at a later step.");
  console.log("Where the loss is NaN, the weights have flown away.\n");
};

/** Half of the units or more. */
const MANY = HIDDEN / 2;

export const showRuns = (runs: readonly Run[]): void => {
  const head = ["activation", "start", "remedy", "loss", "accuracy", "dead at first", "at last", "revived: layer 1", "layer 2"];
  const rows = runs.map((run) => {
    const colour = run.end.dead >= MANY ? red : run.end.accuracy > 0.95 ? green : (text: string): string => text;
    return rowOf(run).map((cell, i) => (i === 0 ? bold(cell) : i < 3 ? cell : colour(cell)));
  });
  console.log(`${table(head, rows, 3)}\n`);
};

export const showFiles = (names: readonly string[]): void => console.log(`Written: ${names.map((name) => yellow(name)).join(", ")}`);
