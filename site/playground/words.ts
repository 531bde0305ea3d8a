// The page's sentences, made of the numbers that are seen.
import { counted, figure } from "../shared/dom.js";
import { rectifiers } from "./names.js";
import type { LayerView, Snapshot } from "./seen.js";
import { type Deed, leakOf, MOST_DEEDS, MOST_EPOCHS, type Settings } from "./settings.js";
import type { Trainer } from "./trainer.js";

/** Only all is 100 %, only nothing 0 %. */
export const percent = (share: number): string => {
  if (Number.isNaN(share)) return "–";
  if (share > 0.995 && share < 1) return "over 99 %";
  if (share < 0.005 && share > 0) return "under 1 %";
  return `${Math.round(100 * share)} %`;
};

export const deadOfUnits = ({ dead, units }: Pick<Snapshot, "dead" | "units">): string =>
  `${dead} of ${counted(units, "unit")} ${dead === 1 || units === 1 ? "is" : "are"} dead`;

/** Training went as far as it goes; "" before. */
export const endInWords = (epoch: number): string =>
  epoch < MOST_EPOCHS ? "" : `Training ends here: the address holds no more than ${MOST_EPOCHS.toLocaleString("en")} epochs.`;

/** What is seen now, in a line. */
export const summary = (seen: Snapshot): string =>
  seen.sound
    ? `Epoch ${seen.epoch}. Loss ${figure(seen.trainLoss, 3)} on the training points, ${figure(seen.testLoss, 3)} on the test points. Accuracy: ${percent(seen.trainAccuracy)} and ${percent(seen.testAccuracy)}. ${deadOfUnits(seen)}.`
    : `Epoch ${seen.epoch}. The loss is no number any more: the steps were too large. Reset, and take a smaller learning rate or clip the gradients.`;

const classNames = ["blue", "orange", "green"];

/** The picture of regions, for who does not see it. */
export const regionsInWords = ({ classes, regions, trainAccuracy, testAccuracy, epoch }: Snapshot): string => {
  const shares = new Array<number>(classes).fill(0);
  const fields = regions.length / classes;
  for (let field = 0; field < fields; field++) {
    const row = regions.subarray(field * classes, (field + 1) * classes);
    const most = row.indexOf(Math.max(...row));
    if (most >= 0) shares[most] = (shares[most] as number) + 1 / fields;
  }
  const parts = shares.map((share, i) => `${percent(share)} ${classNames[i]}`).join(", ");
  return `The plane as the net divides it after ${counted(epoch, "epoch")}: ${parts}. ${percent(trainAccuracy)} of the training points and ${percent(testAccuracy)} of the test points lie in their colour.`;
};

/** A unit, for its button and its large picture. */
export const unitInWords = ({ layers }: Snapshot, layer: number, unit: number, points: number): string => {
  const { live = [], biases = [], slopes = [], activation } = layers[layer] ?? ({} as Partial<LayerView>);
  const rows = live[unit] ?? 0;
  const state =
    rows === 0
      ? "dead: no training point gives it a gradient"
      : `${rows} of ${points} training points ${rows === 1 ? "gives" : "give"} it a gradient`;
  const slope = slopes.length > 0 ? `, slope ${figure(slopes[unit] ?? Number.NaN, 3)}` : "";
  return `Layer ${layer + 1}, unit ${unit + 1}, ${activation}: ${state}; bias ${figure(biases[unit] ?? Number.NaN, 3)}${slope}.`;
};

/** A layer's line below its histograms. */
export const layerInWords = ({ live, sparsity, zeroGradients, countedGradients, meanGradient }: LayerView): string => {
  const dead = live.filter((rows) => rows === 0).length;
  const share = `${percent(zeroGradients / countedGradients)} of the gradients exactly 0`;
  const gradients = !countedGradients
    ? "no gradients yet"
    : Number.isFinite(meanGradient)
      ? `mean |gradient| ${figure(meanGradient, 2)}, ${share}`
      : "gradients that are no numbers any more";
  return `${dead} of ${live.length} dead, ${percent(sparsity)} of the outputs exactly 0, ${gradients}.`;
};

/** "no unit was dead", "1 of 16 units was dead". */
const wereDead = (dead: number, units: number): string =>
  dead === 0 ? "no unit was dead" : `${dead} of ${counted(units, "unit")} ${dead === 1 ? "was" : "were"} dead`;

const laterInWords = (epochs: number): string => (epochs === 0 ? "now" : `${counted(epochs, "epoch")} later`);

const killedInWords = (touched: number, before: string, now: string, { layers }: Settings): string => {
  if (touched === 0) return `no unit was killed: a layer keeps one that lives. Before, ${before}, ${now}.`;
  const biases = touched === 1 ? "the bias of 1 unit was" : `the biases of ${touched} units were`;
  const why = layers.every(({ activation }) => rectifiers.includes(activation))
    ? "Where the activation is flat below 0 no gradient comes through, and training on does not bring them back."
    : "Below 0 at least one layer's activation is not flat: a little gradient comes through there, and those units can come back.";
  return `${biases} moved far below 0; before, ${before}, ${now}. ${why}`;
};

const leakyInWords = (before: string, now: string, { slope, layers }: Settings): string =>
  layers.some(({ activation }) => rectifiers.includes(activation))
    ? `the rectifiers became leakyRelu with slope ${leakOf(slope)}, the weights stayed; before, ${before}, ${now}. Below 0 there is a gradient now, so a unit that was dead learns again.`
    : `nothing changed: no layer has a rectifier that could leak. Before, ${before}, ${now}.`;

const renewedInWords = (touched: number, before: string, now: string): string =>
  touched === 0
    ? `no unit was dead, so none got new weights; ${now}.`
    : `${touched === 1 ? "the dead unit" : `the ${touched} dead units`} got new weights; before, ${before}, ${now}. What is new begins anew, while the others keep what they have learnt.`;

/** What became of the last thing that was done to the units. */
export const deedInWords = (
  { epoch, deed, touched, dead }: Trainer["done"][number],
  seen: Pick<Snapshot, "dead" | "units" | "epoch">,
  settings: Settings,
): string => {
  const before = wereDead(dead, seen.units);
  const now = `${laterInWords(seen.epoch - epoch)} ${deadOfUnits(seen)}`;
  const said = {
    kill: () => killedInWords(touched, before, now, settings),
    leaky: () => leakyInWords(before, now, settings),
    renew: () => renewedInWords(touched, before, now),
  };
  return `At epoch ${epoch} ${said[deed]()}`;
};

export const noMoreDeeds = `That is all: the address holds no more than ${MOST_DEEDS} such deeds. Reset to begin anew.`;

/** After a while of training on, with nothing done. */
export const waitedInWords = (
  from: { readonly epoch: number; readonly dead: number },
  seen: Pick<Snapshot, "dead" | "units" | "epoch">,
): string => {
  const came = `Only trained on: at epoch ${from.epoch} ${wereDead(from.dead, seen.units)}, ${laterInWords(seen.epoch - from.epoch)} ${deadOfUnits(seen)}.`;
  if (from.dead === 0 && seen.dead === 0) return `${came} There was nobody to revive.`;
  return `${came} ${
    seen.dead >= from.dead
      ? "A unit without a gradient does not move by itself."
      : "A unit came back where the layers before it moved, or because its activation is not flat."
  }`;
};

export const deedNames: Readonly<Record<Deed | "wait", string>> = {
  kill: "kill some units",
  leaky: "a slope below 0",
  renew: "new weights for the dead",
  wait: "just train on",
};
