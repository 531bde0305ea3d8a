// The data: arms of a spiral, a class each, that no straight line parts.
import { type Tensor, tensor } from "relu-simd/nn";
import { uniform } from "./uniform.js";

export interface Points {
  /** Where they are, [N, 2]. */
  readonly places: Tensor;
  /** The arm each belongs to. */
  readonly classes: Uint8Array;
}

/** The plane that is looked at goes from −EXTENT to EXTENT; the spirals end a little before. */
export const EXTENT = 2.2;
export const ARMS = 3;

const RADIUS = 2;
/** How far an arm turns, in radians. */
const TURN = 4;
/** How far points lie from their arm at most, in radians. */
const SCATTER = 0.25;

export const spirals = (seed: number, perArm = 100): Points => {
  const random = uniform(seed);
  const places: number[][] = [];
  const classes: number[] = [];
  for (let arm = 0; arm < ARMS; arm++)
    for (let i = 0; i < perArm; i++) {
      const along = (i + 1) / perArm;
      const angle = (arm / ARMS) * 2 * Math.PI + along * TURN + (2 * random() - 1) * SCATTER;
      places.push([along * RADIUS * Math.cos(angle), along * RADIUS * Math.sin(angle)]);
      classes.push(arm);
    }
  return { places: tensor(places), classes: Uint8Array.from(classes) };
};
