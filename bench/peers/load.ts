// Loads a library that is measured. `load.mjs` stays where the libraries are, whatever is bundled to where; npm runs scripts in the root.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

export const FOLDER = resolve("bench/peers");

/** Typed by whoever uses it: the libraries, and so their types, are not installed with the package. */
export const load = async <T>(name: string): Promise<T> => {
  const loader: { load(name: string): Promise<T> } = await import(pathToFileURL(resolve(FOLDER, "load.mjs")).href);
  return loader.load(name);
};
