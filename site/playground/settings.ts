// What can be set on the page, and how it is written in the address. Whatever does not fit there becomes the default.
import { type Field, flag, listOf, number, oneOf, type State } from "../shared/state.js";
import { type ActivationName, activationNames } from "./names.js";

export const MOST_LAYERS = 6;
export const MOST_UNITS = 8;

export const dataNames = ["circles", "xor", "spirals2", "spirals3", "moons"] as const;
export const starts = ["he", "xavier", "small", "negative"] as const;
export const optimizers = ["sgd", "momentum", "adam"] as const;
export const batches = [8, 16, 32, 64, 192] as const;
export const rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10] as const;
export const noises = [0, 0.1, 0.2, 0.3, 0.4, 0.5] as const;
/** Norms to which gradients are clipped; 0: they are not. */
export const clips = [0, 0.1, 0.3, 1, 3] as const;
export const slopes = [0, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1] as const;

export interface LayerSettings {
  readonly units: number;
  readonly activation: ActivationName;
}

export interface Settings {
  readonly data: (typeof dataNames)[number];
  readonly noise: number;
  /** Of points, weights, the order of batches and what is done to units. */
  readonly seed: number;
  readonly layers: readonly LayerSettings[];
  readonly start: (typeof starts)[number];
  readonly optimizer: (typeof optimizers)[number];
  readonly rate: number;
  readonly batch: number;
  readonly norm: boolean;
  readonly clip: number;
  /** Of leakyRelu below 0; prelu's begin with it. */
  readonly slope: number;
}

export const layersOf = (activation: ActivationName, ...units: readonly number[]): readonly LayerSettings[] =>
  units.map((n) => ({ units: n, activation }));

export const defaults: Settings = {
  data: "circles",
  noise: 0.1,
  seed: 1,
  layers: layersOf("relu", 8, 8),
  start: "he",
  optimizer: "sgd",
  rate: 0.1,
  batch: 16,
  norm: false,
  clip: 0,
  slope: 0.1,
};

/** Hidden units in all. */
export const unitsOf = ({ layers }: Settings): number => layers.reduce((sum, { units }) => sum + units, 0);

/** What is done to a network on the way: units are killed; dead ones revived by leaky slopes, or by new weights. */
export const deeds = ["kill", "leaky", "renew"] as const;
export type Deed = (typeof deeds)[number];

/** The slope that revives: the page's, unless that is 0. */
export const leakOf = (slope: number): number => (slope > 0 ? slope : 0.1);

/** A deed and the number of epochs after which it is done. */
export interface Event {
  readonly epoch: number;
  readonly deed: Deed;
}

/** All that makes a picture: from the same record always the same one. */
export interface Run {
  readonly settings: Settings;
  readonly events: readonly Event[];
  /** The epochs to train. */
  readonly epoch: number;
}

/**
 * Epochs and deeds that an address may ask for. Training goes no further, so an address has all of it; to compute it again takes no longer than
 * it took at first.
 */
export const MOST_EPOCHS = 10_000;
export const MOST_DEEDS = 50;

/** What has been done up to an epoch, and what is to be done later. */
export const eventsAt = (epoch: number, done: readonly Event[], planned: readonly Event[]): readonly Event[] => [
  ...done,
  ...planned.filter((event) => event.epoch > epoch),
];

const among = (usual: number, all: readonly number[]): Field<number> => ({
  usual,
  read: (text) => all.find((value) => String(value) === text),
  write: String,
});

/** "8relu": eight units and their activation. */
const layer: Field<LayerSettings> = {
  usual: { units: MOST_UNITS, activation: "relu" },
  read: (text) => {
    const units = Number(text[0]);
    const activation = activationNames.find((name) => name === text.slice(1));
    return activation && units >= 1 && units <= MOST_UNITS ? { units, activation } : undefined;
  },
  write: ({ units, activation }) => `${units}${activation}`,
};

/** "kill120": units are killed after 120 epochs. */
const event: Field<Event> = {
  usual: { deed: "kill", epoch: 0 },
  read: (text) => {
    const deed = deeds.find((name) => text.startsWith(name));
    const epoch = text.slice(deed?.length);
    return deed && /^\d{1,5}$/.test(epoch) && Number(epoch) <= MOST_EPOCHS ? { deed, epoch: Number(epoch) } : undefined;
  },
  write: ({ deed, epoch }) => `${deed}${epoch}`,
};

/** A run in an address. */
export const fields = {
  data: oneOf<Settings["data"]>(defaults.data, dataNames),
  noise: among(defaults.noise, noises),
  seed: number(defaults.seed, { min: 0, max: 999_999_999, isWhole: true }),
  layers: listOf(layer, defaults.layers, { min: 1, max: MOST_LAYERS }),
  start: oneOf<Settings["start"]>(defaults.start, starts),
  optimizer: oneOf<Settings["optimizer"]>(defaults.optimizer, optimizers),
  rate: among(defaults.rate, rates),
  batch: among(defaults.batch, batches),
  norm: flag(defaults.norm),
  clip: among(defaults.clip, clips),
  slope: among(defaults.slope, slopes),
  events: listOf(event, [], { max: MOST_DEEDS }),
  epoch: number(0, { min: 0, max: MOST_EPOCHS, isWhole: true }),
};

export type Address = State<typeof fields>;

export const runOf = ({ events, epoch, ...settings }: Address): Run => ({
  settings,
  events: [...events].sort((a, b) => a.epoch - b.epoch),
  epoch,
});

export const addressOf = ({ settings, events, epoch }: Run): Address => ({ ...settings, events, epoch });
