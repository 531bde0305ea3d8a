// All pictures there are runs for, by file name in docs/pictures/.
import { accuracy } from "./charts/accuracy.js";
import { activationPictures } from "./charts/activations.js";
import { functions } from "./charts/functions.js";
import { layers } from "./charts/layers.js";
import type { Picture } from "./charts/svg.js";
import { throughput } from "./charts/throughput.js";
import type { Runs } from "./results.js";

const recorded = { "throughput.svg": throughput, "functions.svg": functions, "accuracy.svg": accuracy, "layers.svg": layers };

export const pictures = (runs: Runs): ReadonlyMap<string, Picture> => {
  const made = Object.entries(recorded).flatMap(([name, make]) => {
    const one = make(runs);
    return one ? [[name, one] as const] : [];
  });
  return new Map([...made, ...activationPictures()]);
};

/** A picture in a page: its alternative text has the words of the picture itself. */
export const embed = (all: ReadonlyMap<string, Picture>, name: string, folder: string): string | undefined => {
  const one = all.get(name);
  return one && `![${`${one.title}. ${one.description}`.replaceAll(/[[\]]/g, "\\$&")}](${folder}${name})`;
};
