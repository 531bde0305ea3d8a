// The page: what is pressed goes to the thread that trains, what comes back is drawn.
import { showBackend } from "../shared/backend.js";
import { byId, html } from "../shared/dom.js";
import { sameBackend } from "../shared/forced.js";
import { isCalm } from "../shared/motion.js";
import { startPage } from "../shared/page.js";
import { load, number, oneOf, save } from "../shared/state.js";
import { Client } from "./client.js";
import { Controls } from "./controls.js";
import { dataOf, TRAIN } from "./data.js";
import { DeedsView } from "./deedsView.js";
import { put } from "./history.js";
import { LayersView } from "./layersView.js";
import { type Pace, paces, type Report } from "./messages.js";
import { NetView } from "./netView.js";
import { OutputView } from "./outputView.js";
import { palette } from "./paint.js";
import { addressOf, eventsAt, fields, MOST_LAYERS, MOST_UNITS, type Run, runOf, unitsOf } from "./settings.js";
import { stories } from "./stories.js";
import { StoryView } from "./storyView.js";
import { TimeView } from "./timeView.js";
import type { State } from "./trainer.js";
import { endInWords, percent, regionsInWords, summary, unitInWords } from "./words.js";

startPage();
showBackend();

const all = {
  ...fields,
  story: oneOf("", ["", ...stories.map(({ id }) => id)]),
  step: number(0, { min: 0, max: 9, isWhole: true }),
  /** The unit that is shown large, from 1 on through all layers; 0: none. */
  unit: number(0, { min: 0, max: MOST_LAYERS * MOST_UNITS, isWhole: true }),
  pace: oneOf<Pace>("normal", Object.keys(paces) as Pace[]),
};
const address = load(all);
let run: Run = runOf(address);
let data = dataOf(run.settings);
const history: State[] = [];
let last: Report | undefined;
let isPlaying = false;
let chosen: number | undefined;
/** Where playing ends by itself. */
let end: number | undefined;

/** Milliseconds between changes of words and charts, and of the address while training. */
const WORDS = 250;
const ADDRESS = 1000;
/** Of pictures, for who wants less motion. */
const CALM = 500;
let wordsAt = 0;
let addressAt = 0;
const times: number[] = [];

const playButton = byId("play", HTMLButtonElement);
const seedInput = byId("seed", HTMLInputElement);
const pace = byId("pace", HTMLSelectElement);
pace.append(
  ...Object.entries(paces).map(([name, epochs]) => html("option", { value: name, selected: name === address.pace }, String(epochs))),
);
const colours = palette();
const output = new OutputView(colours, data);
const net = new NetView(colours, TRAIN, (unit) => choose(unit === chosen ? undefined : unit));
const time = new TimeView();
const layers = new LayersView();

const showPlaying = (playing: boolean): void => {
  isPlaying = playing;
  playButton.textContent = playing ? "Pause" : "Play";
  playButton.dataset["playing"] = String(playing);
};

const remember = (): void => {
  addressAt = performance.now();
  const seen = last && { epoch: last.snapshot.epoch, events: eventsAt(last.snapshot.epoch, last.done, run.events) };
  save(all, { ...addressOf({ ...run, ...seen }), ...story.place, unit: (chosen ?? -1) + 1, pace: pace.value as Pace });
};

/** A line below the buttons, where there is something to say. */
const showTraining = (words: string): void => {
  const place = byId("training-words", HTMLElement);
  place.textContent = words;
  place.hidden = words === "";
};

/** Words for the large picture: of the unit that is chosen, or of all. */
const outputInWords = ({ snapshot }: Report): string => {
  if (chosen === undefined) return regionsInWords(snapshot);
  let [layer, place] = [0, chosen];
  while (place >= (run.settings.layers[layer]?.units ?? Number.POSITIVE_INFINITY)) place -= run.settings.layers[layer++]?.units ?? 0;
  return unitInWords(snapshot, layer, place, TRAIN);
};

const showWords = (report: Report): void => {
  const { snapshot } = report;
  wordsAt = performance.now();
  const picture = outputInWords(report);
  output.name(picture);
  net.name(snapshot);
  layers.draw(snapshot);
  time.draw(history, snapshot.units);
  const [epoch, dead, right] = ["epoch", "dead-now", "right-now"].map((id) => byId(id, HTMLOutputElement)) as [
    HTMLOutputElement,
    HTMLOutputElement,
    HTMLOutputElement,
  ];
  epoch.textContent = String(snapshot.epoch);
  epoch.dataset["epoch"] = String(snapshot.epoch);
  dead.textContent = `${snapshot.dead} of ${snapshot.units}`;
  dead.dataset["dead"] = String(snapshot.dead);
  dead.dataset["units"] = String(snapshot.units);
  right.textContent = percent(snapshot.trainAccuracy);
  right.dataset["accuracy"] = snapshot.trainAccuracy.toFixed(4);
  byId("output-words", HTMLElement).textContent =
    chosen === undefined ? "What the net answers over the plane. Filled points train it, hollow ones test it." : picture;
  const sorted = [...times].sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? 0;
  byId("draw", HTMLElement).dataset["draw"] = median.toFixed(2);
  byId("draw", HTMLElement).textContent = `A picture takes ${median.toFixed(1)} ms to draw here.`;
  deeds.see(report, run);
  const ended = endInWords(snapshot.epoch);
  showTraining(ended);
  if (!report.playing) byId("now", HTMLElement).textContent = `${summary(snapshot)} ${ended}`;
};

const drawPictures = (report: Report): void => {
  const { snapshot } = report;
  net.draw(snapshot);
  output.draw(snapshot, chosen);
};

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

const keep = (report: Report): void => {
  put(history, report.from, ...report.history);
  last = report;
  showPlaying(report.playing);
};

const draw = async (report: Report): Promise<void> => {
  const begun = performance.now();
  drawPictures(report);
  times.push(performance.now() - begun);
  if (times.length > 60) times.shift();
  if (!report.playing || performance.now() - wordsAt > WORDS) showWords(report);
  story.see(report.snapshot);
  if (!report.playing || performance.now() - addressAt > ADDRESS) remember();
  if (report.playing && isCalm()) await new Promise((resolve) => setTimeout(resolve, CALM));
};

const client = new Client(new Worker(sameBackend("playground-worker.js"), { type: "module" }), {
  keep,
  draw,
  frame,
  wait: ({ epoch, of }) => showTraining(`Computing epoch ${epoch.toLocaleString("en")} of ${of.toLocaleString("en")} …`),
  failed: (reason) => {
    byId("now", HTMLElement).classList.remove("hidden");
    byId("now", HTMLElement).textContent = `The thread that trains has stopped: ${reason}`;
  },
});

const choose = (unit: number | undefined): void => {
  chosen = unit;
  net.select(unit);
  byId("all-units", HTMLButtonElement).hidden = unit === undefined;
  remember();
  if (last) {
    drawPictures(last);
    showWords(last);
  }
};

const start = (next: Run): void => {
  run = next;
  data = dataOf(run.settings);
  history.length = 0;
  last = undefined;
  output.setData(data);
  net.build(run.settings, data.classes);
  if (chosen !== undefined && chosen >= unitsOf(run.settings)) choose(undefined);
  net.select(chosen);
  controls.show(run.settings);
  seedInput.value = String(run.settings.seed);
  seedInput.setCustomValidity("");
  deeds.forget();
  showTraining("");
  client.start(run);
};

const play = (until?: number): void => {
  end = until;
  client.send({ kind: "play", until });
  showPlaying(true);
};

/** A story's step ends where it says; beyond that, and without one, training goes on. */
const goOn = (): void => {
  const { until = 0 } = story.step ?? {};
  play((last?.snapshot.epoch ?? 0) < until ? until : undefined);
};

/** Another network: what was told of the one before is over. */
const change = (settings: Run["settings"]): void => {
  const wasPlaying = isPlaying;
  if (story.step) story.close();
  start({ settings, events: [], epoch: 0 });
  if (wasPlaying) play();
};

const controls = new Controls(change);
const story = new StoryView(
  ({ settings, events, from, until }) => {
    start({ settings, events, epoch: from });
    play(until);
  },
  () => remember(),
);
const deeds = new DeedsView({
  act: (deed) => client.send({ kind: "act", deed }),
  wait: (epochs) => play((last?.snapshot.epoch ?? 0) + epochs),
});

const toggle = (): void => {
  if (isPlaying) client.send({ kind: "pause" });
  else goOn();
};

playButton.addEventListener("click", toggle);

// Nobody looks: no epochs until somebody does.
let isWaiting = false;
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    if (isWaiting) play(end);
    isWaiting = false;
  } else if (isPlaying) {
    isWaiting = true;
    client.send({ kind: "pause" });
  }
});
byId("step", HTMLButtonElement).addEventListener("click", () => client.send({ kind: "step" }));
byId("reset", HTMLButtonElement).addEventListener("click", () => {
  const { step } = story;
  start({ settings: run.settings, events: step?.events ?? [], epoch: 0 });
});
seedInput.addEventListener("change", () => {
  const seed = fields.seed.read(seedInput.value);
  seedInput.setCustomValidity(seed === undefined ? "The seed is a whole number from 0 to 999,999,999." : "");
  seedInput.reportValidity();
  if (seed !== undefined) change({ ...run.settings, seed });
});
byId("reseed", HTMLButtonElement).addEventListener("click", () => change({ ...run.settings, seed: run.settings.seed + 1 }));
byId("all-units", HTMLButtonElement).addEventListener("click", () => {
  const unit = chosen;
  choose(undefined);
  // The button is gone, and the focus would be nowhere.
  if (unit !== undefined) net.focus(unit);
});

const keepPace = (): void => client.send({ kind: "pace", pace: pace.value as Pace });
pace.addEventListener("change", () => {
  keepPace();
  remember();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== " " || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest("button, input, select, textarea, a, summary")) return;
  event.preventDefault();
  toggle();
});

document.addEventListener("themechange", () => {
  const now = palette();
  output.setPalette(now);
  net.setPalette(now);
  if (last) drawPictures(last);
});

keepPace();
start(run);
story.show(address.story, address.step);
if (address.unit > 0 && address.unit <= unitsOf(run.settings)) choose(address.unit - 1);
