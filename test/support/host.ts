// What the tests need of the platform beneath them, in Node. In a browser test/browsers/host.ts takes its place.
import { readdirSync, readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

const folder = new URL("../vectors/", import.meta.url);

/** The files of test/vectors/, parsed. */
export const vectorFiles: readonly unknown[] = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")));

/** A Float32Array made by another realm's constructor. */
export const foreignFloats = (...numbers: readonly number[]): Float32Array =>
  (runInNewContext("Float32Array") as Float32ArrayConstructor).of(...numbers);

/** Memory that the process occupies; undefined where that can't be known. */
export const residentBytes = (): number | undefined => process.memoryUsage().rss;
