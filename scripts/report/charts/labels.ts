// Labels that do not overlap.
import { widthOf } from "./svg.js";

/** Heights as near as can be to those wanted, at least `gap` apart, between top and bottom. In the order given. */
export const spread = (wanted: readonly number[], gap: number, top: number, bottom: number): readonly number[] => {
  const order = wanted.map((y, i) => [y, i] as const).sort(([y], [other]) => y - other);
  // Groups of labels that touch: each is centred on what its labels want.
  const groups: { sum: number; members: number[] }[] = [];
  const topOf = ({ sum, members }: { sum: number; members: number[] }): number =>
    Math.min(Math.max(sum / members.length - ((members.length - 1) * gap) / 2, top), bottom - (members.length - 1) * gap);
  for (const [y, i] of order) {
    groups.push({ sum: y, members: [i] });
    for (;;) {
      const [before, last] = groups.slice(-2);
      if (!before || !last || topOf(before) + before.members.length * gap <= topOf(last)) break;
      groups.splice(-2, 2, { sum: before.sum + last.sum, members: [...before.members, ...last.members] });
    }
  }
  const placed: number[] = [];
  for (const group of groups)
    group.members.forEach((i, k) => {
      placed[i] = topOf(group) + k * gap;
    });
  return placed;
};

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const overlap = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

type Point = readonly [x: number, y: number];

export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly words: string;
}

export interface Label extends Spot {
  /** Where the text begins, its base line. */
  readonly at: Point;
  readonly box: Box;
  /** Where a line from the spot meets the text, if the text is so far away that it needs one. */
  readonly lead: Point | undefined;
}

const ASCENT = 11;
const DESCENT = 4;

/** Beside, above and below at first. */
const DIRECTIONS: readonly Point[] = [0, 8, 4, 12, 2, 6, 10, 14, 1, 3, 5, 7, 9, 11, 13, 15].map((i) => [
  Math.round(Math.cos((i * Math.PI) / 8) * 100) / 100,
  Math.round(Math.sin((i * Math.PI) / 8) * 100) / 100,
]);

const NEAR = 14;

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

const leadTo = ({ x, y }: Spot, box: Box): Point | undefined => {
  const rim = [clamp(x, box.left, box.right), clamp(y, box.top, box.bottom)] as const;
  return Math.hypot(rim[0] - x, rim[1] - y) < NEAR ? undefined : rim;
};

/** Does the line from the spot to its label run through what is there? Its own mark, around its beginning, does not count. */
const crosses = ({ x, y }: Spot, [toX, toY]: Point, boxes: readonly Box[]): boolean =>
  Array.from({ length: 20 }, (_, i) => [x + ((toX - x) * (i + 0.5)) / 20, y + ((toY - y) * (i + 0.5)) / 20] as const)
    .filter(([px, py]) => Math.hypot(px - x, py - y) > 8)
    .some(([px, py]) => boxes.some(({ left, right, top, bottom }) => px > left && px < right && py > top && py < bottom));

/** Small boxes along a line, which later labels avoid. */
const along = ({ x, y }: Spot, [toX, toY]: Point): readonly Box[] =>
  Array.from({ length: 12 }, (_, i) => {
    const [px, py] = [x + ((toX - x) * (i + 1)) / 13, y + ((toY - y) * (i + 1)) / 13];
    return { left: px - 2, right: px + 2, top: py - 2, bottom: py + 2 };
  });

/** Labels beside their spots, the first ones first; those for which there is no room are left out. */
export const place = (
  spots: readonly Spot[],
  taken: readonly Box[],
  within: Box,
  reach: readonly number[],
  weight = 1,
): readonly Label[] => {
  const boxes = [...taken];
  const labels: Label[] = [];
  for (const spot of spots) {
    const width = widthOf(spot.words) * weight;
    const middle = (ASCENT - DESCENT) / 2;
    const candidates = reach.flatMap((r) =>
      DIRECTIONS.map(([dx, dy]): Point => {
        const [centreX, centreY] = [spot.x + dx * (8 + r + width / 2), spot.y + dy * (14 + r)];
        return [centreX - width / 2, centreY + middle];
      }),
    );
    for (const [x, y] of candidates) {
      const box = { left: x, right: x + width, top: y - ASCENT, bottom: y + DESCENT };
      const isInside = box.left >= within.left && box.right <= within.right && box.top >= within.top && box.bottom <= within.bottom;
      if (!isInside || boxes.some((other) => overlap(box, other))) continue;
      const lead = leadTo(spot, box);
      if (lead && crosses(spot, lead, boxes)) continue;
      boxes.push(box, ...(lead ? along(spot, lead) : []));
      labels.push({ ...spot, at: [x, y], box, lead });
      break;
    }
  }
  return labels;
};
