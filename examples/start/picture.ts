// Pictures in and out: PNG → brightness, feature map → PNG.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { PNG } from "pngjs";
import type { Plane } from "./convolve.js";

const SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/** Node's and pngjs's words without codes and paths. */
const reason = (error: unknown): string => (error instanceof Error ? error.message.replace(/^E\w+: |, \w+( '.*')?$/g, "") : String(error));

/** The brightness of each pixel, 0 to 1; what is transparent shows white paper. `name`: what errors call the file. */
export const readPicture = (file: string, name: string): Plane => {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new Error(`cannot read ${name}: ${reason(error)}`);
  }
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error(`${name} is no PNG picture`);
  let png: PNG;
  try {
    png = PNG.sync.read(bytes);
  } catch (error) {
    throw new Error(`${name} is a damaged PNG picture: ${reason(error)}`);
  }
  const { width, height, data } = png;
  const values = new Float32Array(width * height);
  for (let i = 0; i < values.length; i++) {
    const channel = (c: number): number => (data[4 * i + c] ?? 0) / 255;
    // The weights of ITU-R BT.709.
    values[i] = 1 + channel(3) * (0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2) - 1);
  }
  return { width, height, values };
};

const background = [18, 18, 24] as const;
const positive = [255, 170, 60] as const;
const negative = [70, 150, 255] as const;

/** Writes a feature map: dark where it is 0, orange above and blue below, full at ±`full`. */
export const writeMap = (file: string, { width, height, values }: Plane, full: number): void => {
  const png = new PNG({ width, height });
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    const towards = value < 0 ? negative : positive;
    // The root lifts faint edges out of the dark.
    const strength = Math.sqrt(Math.min(Math.abs(value) / full, 1));
    for (let c = 0; c < 3; c++) png.data[4 * i + c] = (background[c] ?? 0) + strength * ((towards[c] ?? 0) - (background[c] ?? 0));
    png.data[4 * i + 3] = 255;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, PNG.sync.write(png, { colorType: 2 }));
};
