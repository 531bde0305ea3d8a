// A drawing as PNG.
import { PNG } from "pngjs";
import { ADVANCE, type Colour, type Drawing, INK, type Point, type Shape } from "./drawing.js";
import { linesOf } from "./letters.js";

/** Pixels of a unit. */
const SCALE = 2;
const BASELINE = 6;

const channelsOf = (colour: Colour): readonly number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** How far a point lies from the straight line between two others. */
const distance = (x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number => {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / length, 0), 1);
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
};

class Canvas {
  readonly png: PNG;

  constructor(width: number, height: number) {
    this.png = new PNG({ width: width * SCALE, height: height * SCALE });
    this.png.data.fill(255);
  }

  /** Lays a colour over the pixels of a rectangle, as strongly as `strength` (0 to 1) says of each by its middle. */
  private lay(colour: Colour, left: number, top: number, right: number, bottom: number, strength: (x: number, y: number) => number): void {
    const { width, height, data } = this.png;
    const channels = channelsOf(colour);
    for (let y = Math.max(Math.floor(top), 0); y < Math.min(bottom, height); y++)
      for (let x = Math.max(Math.floor(left), 0); x < Math.min(right, width); x++) {
        const share = strength(x + 0.5, y + 0.5);
        if (share <= 0) continue;
        for (let c = 0; c < 3; c++) {
          const at = 4 * (y * width + x) + c;
          data[at] = (data[at] ?? 0) + share * ((channels[c] ?? 0) - (data[at] ?? 0));
        }
      }
  }

  line(colour: Colour, width: number, points: readonly Point[]): void {
    const scaled = points.map(([x, y]): Point => [x * SCALE, y * SCALE]);
    // Pixels through which the edge goes are covered in part.
    const reach = (width * SCALE) / 2 + 0.5;
    scaled.forEach((from, i) => {
      const to = scaled[i + 1] ?? from;
      if (to === from && i > 0) return;
      const [left, right] = [Math.min(from[0], to[0]) - reach, Math.max(from[0], to[0]) + reach];
      const [top, bottom] = [Math.min(from[1], to[1]) - reach, Math.max(from[1], to[1]) + reach];
      this.lay(colour, left, top, right, bottom, (x, y) => Math.min(reach - distance(x, y, from, to), 1));
    });
  }

  draw(shape: Shape): void {
    if (shape.kind === "rects")
      for (const [x, y, width, height] of shape.rects)
        this.lay(
          shape.colour,
          Math.round(x * SCALE),
          Math.round(y * SCALE),
          Math.round((x + width) * SCALE),
          Math.round((y + height) * SCALE),
          () => 1,
        );
    else if (shape.kind === "lines") for (const line of shape.lines) this.line(shape.colour, shape.width, line);
    else {
      const length = [...shape.text].length * ADVANCE;
      const left = shape.x - (shape.anchor === "start" ? 0 : shape.anchor === "middle" ? length / 2 : length);
      for (const line of linesOf(shape.text, ADVANCE))
        this.line(
          INK,
          0.7,
          line.map(([x, y]): Point => [left + 0.75 + x, shape.y - BASELINE + y]),
        );
    }
  }
}

export const pngOf = ({ width, height, shapes }: Drawing): Buffer => {
  const canvas = new Canvas(width, height);
  for (const shape of shapes) canvas.draw(shape);
  return PNG.sync.write(canvas.png, { colorType: 2, filterType: 0, deflateLevel: 6, deflateStrategy: 0 });
};
