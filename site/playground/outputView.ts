// The plane: regions by class, or one unit's map, below the points.
import { byId } from "../shared/dom.js";
import { type Data, EXTENT } from "./data.js";
import { type Colour, css, type Palette, paintClasses, paintValues, ramp } from "./paint.js";
import { SIDE, type Snapshot, UNIT_SIDE } from "./seen.js";

const RADIUS = 3.4;

const contextOf = (canvas: HTMLCanvasElement): CanvasRenderingContext2D => {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser draws on no canvas");
  return context;
};

export class OutputView {
  private readonly regions = byId("regions", HTMLCanvasElement);
  private readonly points = byId("points", HTMLCanvasElement);
  private readonly below = new ImageData(SIDE, SIDE);
  private readonly unit = new ImageData(UNIT_SIDE, UNIT_SIDE);
  private size = 0;
  private colours: readonly Colour[] = [];
  private ramp: Uint32Array = new Uint32Array();

  constructor(
    private palette: Palette,
    private data: Data,
  ) {
    this.setPalette(palette);
    new ResizeObserver(() => this.drawPoints()).observe(this.points);
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.colours = [palette.first, palette.second, palette.third];
    this.ramp = ramp(palette);
    this.drawPoints();
  }

  setData(data: Data): void {
    this.data = data;
    this.drawPoints();
  }

  /** `unit`: the unit to show, counted through all layers; undefined shows the regions. */
  draw(seen: Snapshot, unit: number | undefined): void {
    const picture = unit === undefined ? this.below : this.unit;
    if (unit === undefined) paintClasses(picture, seen.regions, this.colours.slice(0, seen.classes), this.palette.paper);
    else paintValues(picture, 0, seen.maps.subarray(unit * UNIT_SIDE ** 2, (unit + 1) * UNIT_SIDE ** 2), this.ramp);
    // The browser scales it up, and smooths it, by the style sheet.
    if (this.regions.width !== picture.width) this.regions.width = this.regions.height = picture.width;
    contextOf(this.regions).putImageData(picture, 0, 0);
  }

  /** What is drawn, in words. */
  name(words: string): void {
    this.regions.setAttribute("aria-label", words);
  }

  /** Points change with the settings alone, so they lie on a canvas of their own. */
  private drawPoints(): void {
    const { points, data, palette } = this;
    const ratio = Math.min(devicePixelRatio, 2);
    this.size = Math.round(points.clientWidth * ratio);
    if (this.size === 0) return;
    points.width = points.height = this.size;
    const context = contextOf(points);
    context.lineWidth = 1.2 * ratio;
    const draw = ({ places, classes }: Data["train"], isFilled: boolean): void =>
      classes.forEach((which, i) => {
        const [x = 0, y = 0] = places.data.subarray(2 * i, 2 * i + 2);
        context.beginPath();
        context.arc(
          ((x / EXTENT + 1) * this.size) / 2,
          ((1 - y / EXTENT) * this.size) / 2,
          (isFilled ? RADIUS : RADIUS - 0.6) * ratio,
          0,
          2 * Math.PI,
        );
        const colour = css(this.colours[which] ?? palette.ink);
        context.fillStyle = isFilled ? colour : css(palette.paper);
        context.strokeStyle = isFilled ? css(palette.paper) : colour;
        context.fill();
        context.stroke();
      });
    draw(data.test, false);
    draw(data.train, true);
  }
}
