// Five short stories, as data: what to train, how far, what is seen there, and the numbers by which a step is reached.

import { counted } from "../shared/dom.js";
import type { Snapshot } from "./seen.js";
import { defaults, type Event, layersOf, type Settings } from "./settings.js";
import { deadOfUnits, percent } from "./words.js";

export interface Step {
  readonly title: string;
  readonly settings: Settings;
  readonly events: readonly Event[];
  /** Where the picture begins: trained so far at once. Default 0. */
  readonly from: number;
  /** Where training stops by itself. */
  readonly until: number;
  /** What to look at. */
  readonly text: string;
  readonly goal: Goal;
}

export interface Goal {
  /** What is waited for. */
  readonly aim: string;
  readonly reached: (seen: Snapshot) => boolean;
  /** The same in the numbers of now. */
  readonly now: (seen: Snapshot) => string;
}

export interface Story {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly Step[];
}

const step = (
  title: string,
  settings: Partial<Settings>,
  until: number,
  goal: Goal,
  text: string,
  { events = [], from = 0 }: Partial<Pick<Step, "events" | "from">> = {},
): Step => ({ title, settings: { ...defaults, ...settings }, events, from, until, text, goal });

const accuracy = ({ trainAccuracy, epoch }: Snapshot): string =>
  `After ${counted(epoch, "epoch")} ${percent(trainAccuracy)} of the points have their colour.`;

/** Most points are given their class. */
const learns: Goal = {
  aim: "95 % of the points have their colour",
  reached: ({ trainAccuracy }) => trainAccuracy >= 0.95,
  now: accuracy,
};

/** After so many epochs guessing is hardly beaten. */
const stuck = (epochs: number): Goal => ({
  aim: `after ${epochs} epochs fewer than 70 % of the points have their colour`,
  reached: ({ epoch, trainAccuracy }) => epoch >= epochs && trainAccuracy < 0.7,
  now: accuracy,
});

const deadInWords = (seen: Snapshot): string => `${deadOfUnits(seen)} after ${counted(seen.epoch, "epoch")}.`;

const die = (least: number, epochs = 0): Goal => ({
  aim: `${least} units or more are dead${epochs ? ` after ${epochs} epochs` : ""}`,
  reached: ({ dead, epoch }) => dead >= least && epoch >= epochs,
  now: deadInWords,
});

const both = (one: Goal, other: Goal): Goal => ({
  aim: `${one.aim}, and ${other.aim}`,
  reached: (seen) => one.reached(seen) && other.reached(seen),
  now: (seen) => `${one.now(seen)} ${other.now(seen)}`,
});

const fewDead = (most: number): Goal => ({
  aim: most === 0 ? "no unit is dead" : `${most} units or fewer are dead`,
  reached: ({ dead }) => dead <= most,
  now: deadInWords,
});

/** How much smaller gradients are in the first hidden layer than in the last. */
const fade = ({ layers }: Snapshot): number => (layers.at(-1)?.meanGradient ?? 0) / (layers[0]?.meanGradient ?? 0);

const fades: Goal = {
  aim: "gradients are 100 times smaller in the first layer than in the last",
  reached: (seen) => seen.epoch > 0 && fade(seen) >= 100,
  now: (seen) =>
    seen.epoch > 0
      ? `Gradients are ${Math.round(fade(seen)).toLocaleString("en")} times smaller in the first layer than in the last.`
      : "There is no gradient before the first epoch.",
};

const deep = (activation: "sigmoid" | "relu"): Settings["layers"] => layersOf(activation, 6, 6, 6, 6, 6, 6);
const wide = layersOf("relu", 8, 8);
const four = layersOf("relu", 8, 8, 8, 8);
const negative: Partial<Settings> = { layers: wide, start: "negative", optimizer: "adam", rate: 0.03 };
const hot: Partial<Settings> = { layers: wide, rate: 3 };

export const stories: readonly Story[] = [
  {
    id: "linear",
    title: "Why non-linear at all?",
    steps: [
      step(
        "Without a bend",
        { layers: layersOf("leakyRelu", 4, 4), slope: 1 },
        60,
        stuck(60),
        "Each layer multiplies and adds. Here the activation is leakyRelu with slope 1: a straight line, so it changes nothing. Then two layers are no more than one, and one can only cut the plane along a straight line. No straight line parts a disc from the ring around it, however long we train.",
      ),
      step(
        "With a bend",
        { layers: layersOf("relu", 4, 4) },
        60,
        learns,
        "The same net, but with relu: it is 0 below 0. That one bend is enough. Each unit of the first layer is now dark on one side of a line and rises on the other. The next layer adds such folded sheets up, and a closed shape appears around the disc.",
      ),
    ],
  },
  {
    id: "sigmoid",
    title: "Sigmoid saturates",
    steps: [
      step(
        "Six layers of sigmoid",
        { layers: deep("sigmoid"), start: "xavier" },
        100,
        both(fades, stuck(100)),
        "Sigmoid's slope is a quarter at best, and next to nothing where it is flat. On its way back the gradient is multiplied by such a slope in every layer. Compare the gradients under “Layer by layer”: the earlier the layer, the smaller they are. The first layers get almost none, so they hardly learn, and the net guesses.",
      ),
      step(
        "Six layers of relu",
        { layers: deep("relu") },
        100,
        learns,
        "Relu's slope is exactly 1 for every value above 0. The gradients no longer shrink from layer to layer, and the same depth learns. The price is seen as well: some units are 0 for all points and get no gradient at all. They are dead, and the next story is about them.",
      ),
    ],
  },
  {
    id: "dying",
    title: "Units die",
    steps: [
      step(
        "Steps that are too large",
        hot,
        40,
        die(8),
        "The learning rate is 3. One large step can push a unit's bias so far down that it is below 0 for every point. Relu gives 0 there, and its slope is 0 too. Watch the squares go dark and the count of dead units rise.",
      ),
      step(
        "No way back",
        hot,
        140,
        both(die(8, 140), stuck(140)),
        "We train on for a hundred epochs. A dead unit has no gradient, so no step moves its weights: nothing pulls it back. The whole second layer is dead, so the output is the same everywhere, and the accuracy stays at one half. Training longer does not help.",
        { from: 40 },
      ),
      step(
        "Smaller steps",
        { layers: wide, rate: 0.1 },
        60,
        both(fewDead(2), learns),
        "The same seed and the same first weights, but a learning rate of 0.1. Hardly any unit dies, and the net learns. Gradient clipping helps against the same trouble: it shortens the steps that are too large. Try it in the settings, with the rate at 3.",
      ),
    ],
  },
  {
    id: "leaky",
    title: "Leaky slopes",
    steps: [
      step(
        "Born dead",
        negative,
        60,
        both(die(12, 60), stuck(60)),
        "All biases begin at −3. For most units no point is far enough out to lift them over 0, so they are dead from the first moment. Sixty epochs change nothing. The decision regions are one colour.",
      ),
      step(
        "A slope below 0",
        negative,
        160,
        both(fewDead(0), learns),
        "The same net with the same weights, but now relu becomes leakyRelu with slope 0.1. Below 0 a tenth of the gradient gets through. That is little, but it is not nothing: no unit is dead any more, and within a few epochs the net learns.",
        { from: 60, events: [{ epoch: 60, deed: "leaky" }] },
      ),
    ],
  },
  {
    id: "start",
    title: "Initialisation",
    steps: [
      step(
        "Too small",
        { layers: four, start: "small" },
        60,
        stuck(60),
        "The first weights are a fiftieth of Xavier's. Each layer shrinks what it gets, and in the last layers all points look alike: a unit there is above 0 for all of them or for none. Soon all units of a layer are below 0, and no gradient passes it any more. The loss stays at 0.693, the natural logarithm of 2: that of guessing between two colours.",
      ),
      step(
        "Far in the negative",
        { layers: four, start: "negative" },
        60,
        both(die(24, 60), stuck(60)),
        "Now the weights are well sized, but all biases are −3. Nearly every unit is below 0 for every point. The histograms before the activations lie left of 0, and the gradients are exactly 0. Nothing can be learnt from that.",
      ),
      step(
        "He's",
        { layers: four, start: "he" },
        60,
        both(fewDead(10), learns),
        "He and others (2015) chose the size so that a layer of relu neither shrinks nor inflates what passes through it: a variance of 2 divided by the number of inputs, biases 0. Values and gradients stay of a similar size through all layers. The same net learns in a few epochs. The few units that are dead do no harm.",
      ),
    ],
  },
];
