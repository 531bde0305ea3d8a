// Colours of the theme as numbers, and pictures of them pixel by pixel.
import { html } from "../shared/dom.js";

export type Colour = readonly [red: number, green: number, blue: number];

/** Style sheets' variables by what the page means by them. Blue and orange stand for classes, and for above and below 0. */
const names = { first: "--ours", second: "--tfjs", third: "--ort", paper: "--paper", ink: "--ink", muted: "--muted" } as const;

export type Palette = Readonly<Record<keyof typeof names, Colour>>;

/** The colours of the theme that is shown; a variable's own text may hold both themes'. */
export const palette = (): Palette => {
  const probe = html("span", { hidden: true });
  document.body.append(probe);
  const read = (variable: string): Colour => {
    probe.style.color = `var(${variable})`;
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue];
  };
  const found = Object.fromEntries(Object.entries(names).map(([name, variable]) => [name, read(variable)]));
  probe.remove();
  return found as unknown as Palette;
};

export const mixed = (a: Colour, b: Colour, share: number): Colour => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

export const css = ([red, green, blue]: Colour, alpha = 1): string =>
  `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)} / ${alpha})`;

/** Bytes of memory are read as words: red stands lowest where the lowest byte comes first, as on all machines that run browsers. */
const word = ([red, green, blue]: Colour): number =>
  ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;

const STEPS = 128;

/** What 0 looks like: on dark paper lighter than it, or a unit that is 0 somewhere would look dead there. */
const neutral = ({ paper, ink }: Palette): Colour => mixed(paper, ink, paper[1] < 128 ? 0.25 : 0.03);

/** Colours from −1 to 1: second … 0 … first. */
export const ramp = (palette: Palette): Uint32Array => {
  const { first, second } = palette;
  const paper = neutral(palette);
  return Uint32Array.from({ length: 2 * STEPS + 1 }, (_, i) =>
    word(mixed(paper, i < STEPS ? second : first, (0.9 * Math.abs(i - STEPS)) / STEPS)),
  );
};

/** Paints values by a ramp, from a pixel on; the largest |value| has its end. */
export const paintValues = (image: ImageData, from: number, values: Float32Array, colours: Uint32Array): void => {
  const pixels = new Uint32Array(image.data.buffer);
  let most = 1e-9;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  for (let i = 0; i < values.length; i++) pixels[from + i] = colours[Math.round(STEPS * (1 + (values[i] as number) / most))] ?? 0;
};

/** How much of a class's colour lies over the paper where the net is sure. */
const STRENGTH = 0.55;

/** Paints probabilities, [fields, classes]: each field the mixture of the classes' colours. */
export const paintClasses = (image: ImageData, shares: Float32Array, colours: readonly Colour[], paper: Colour): void => {
  const pixels = image.data;
  const classes = colours.length;
  const light = colours.map((colour) => mixed(paper, colour, STRENGTH));
  for (let field = 0; field < pixels.length / 4; field++) {
    let [red, green, blue] = [0, 0, 0];
    for (let i = 0; i < classes; i++) {
      const share = shares[field * classes + i] as number;
      const colour = light[i] as Colour;
      red += share * colour[0];
      green += share * colour[1];
      blue += share * colour[2];
    }
    // A net that broke down answers nothing: bytes would make black of NaN.
    if (Number.isNaN(red)) [red, green, blue] = paper;
    pixels[4 * field] = red;
    pixels[4 * field + 1] = green;
    pixels[4 * field + 2] = blue;
    pixels[4 * field + 3] = 255;
  }
};
