// The weights as lines: the wider the larger, blue above 0, orange below.
import { css, type Palette } from "./paint.js";
import type { Snapshot } from "./seen.js";

/** Where lines end at a square. */
export interface Spot {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

const WIDEST = 4;
/** So many widths of each colour: lines of one look are one path, which is drawn many times faster than as many as there are lines. */
const LEVELS = 5;

/** Which of the looks a line has: 0 is that at a dead unit, 1 to LEVELS are above 0, the others below. */
const lookOf = (share: number, isDead: boolean): number => {
  if (isDead) return 0;
  const level = Math.min(Math.ceil(Math.abs(share) * LEVELS), LEVELS);
  return level === 0 ? 0 : level + (share < 0 ? LEVELS : 0);
};

/** Lines by their look; weights count by their share of the layer's largest. */
const paths = ({ layers, outWeights }: Snapshot, spots: readonly (readonly Spot[])[]): readonly Path2D[] => {
  const made = Array.from({ length: 2 * LEVELS + 1 }, () => new Path2D());
  [...layers.map(({ weights }) => weights), outWeights].forEach((weights, i) => {
    const [from = [], to = []] = [spots[i], spots[i + 1]];
    const most = weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 1e-9);
    to.forEach(({ left, y: y2 }, unit) => {
      from.forEach(({ right, y: y1 }, input) => {
        const isDead = layers[i]?.live[unit] === 0 || layers[i - 1]?.live[input] === 0;
        const path = made[lookOf((weights[unit * from.length + input] ?? 0) / most, isDead)];
        const middle = (right + left) / 2;
        path?.moveTo(right, y1);
        path?.bezierCurveTo(middle, y1, middle, y2, left, y2);
      });
    });
  });
  return made;
};

export const drawEdges = (
  context: CanvasRenderingContext2D,
  seen: Snapshot,
  spots: readonly (readonly Spot[])[],
  { first, second, muted }: Palette,
): void => {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  paths(seen, spots).forEach((path, look) => {
    const level = look === 0 ? 0 : ((look - 1) % LEVELS) + 1;
    context.strokeStyle = look === 0 ? css(muted, 0.15) : css(look <= LEVELS ? first : second, 0.15 + (0.7 * level) / LEVELS);
    context.lineWidth = Math.max((WIDEST * level) / LEVELS, 0.5);
    context.stroke(path);
  });
};
