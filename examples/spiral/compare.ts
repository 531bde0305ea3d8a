// All networks trained and drawn: relu that dies on three spirals, and what helps.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawCurves } from "./curves.js";
import type { Drawing } from "./drawing.js";
import { pngOf } from "./png.js";
import { drawRegions } from "./regions.js";
import { type Points, spirals } from "./spirals.js";
import { svgOf } from "./svg.js";
import { type Run, type State, train } from "./train.js";
import { comparisons, remedies, type Trial } from "./trials.js";

export interface Compared {
  readonly points: Points;
  readonly comparisons: readonly Run[];
  readonly remedies: readonly Run[];
}

/** How many networks there are. */
export const TRIALS = comparisons.length + remedies.length;

/** The same for the same seed. `seen` hears of every step. The networks are the caller's to dispose of. */
export const compare = (seed: number, steps: number, seen: (trial: Trial, state: State) => void = () => {}): Compared => {
  const points = spirals(seed);
  const run = (trial: Trial): Run => train(trial, points, steps, seed, (state) => seen(trial, state));
  return { points, comparisons: comparisons.map(run), remedies: remedies.map(run) };
};

/** Writes the drawings into a folder. Returns their files. */
export const draw = ({ points, comparisons, remedies }: Compared, folder: string): readonly string[] => {
  const drawings: Readonly<Record<string, Drawing>> = {
    "spirals-curves": drawCurves(comparisons, remedies),
    "spirals-regions": drawRegions(comparisons, remedies, points),
  };
  mkdirSync(folder, { recursive: true });
  return Object.entries(drawings).flatMap(([name, drawing]) => {
    const [svg, png] = [join(folder, `${name}.svg`), join(folder, `${name}.png`)];
    writeFileSync(svg, svgOf(drawing));
    writeFileSync(png, pngOf(drawing));
    return [svg, png];
  });
};
