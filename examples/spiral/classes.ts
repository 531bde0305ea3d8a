// From logits to classes.
import type { Tensor } from "relu-simd/nn";

/** No class. */
export const NONE = 255;

/** The class of each row of logits: that of the largest, NONE if they are NaN. */
export const classesOf = ({ data, shape }: Tensor): Uint8Array => {
  const [rows = 0, classes = 0] = shape;
  const found = new Uint8Array(rows).fill(NONE);
  for (let row = 0; row < rows; row++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < classes; i++) {
      const logit = data[row * classes + i] as number;
      if (logit > most) [most, found[row]] = [logit, i];
    }
  }
  return found;
};

/** The share of rows that are given their class. */
export const accuracyOf = (logits: Tensor, classes: Uint8Array): number =>
  classesOf(logits).reduce((right, found, i) => right + Number(found === classes[i]), 0) / classes.length;
