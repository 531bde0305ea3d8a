// Drawings, apart from what they become: svg.ts and png.ts make files of one and the same.

export type Point = readonly [x: number, y: number];
export type Rect = readonly [x: number, y: number, width: number, height: number];
/** "#rrggbb" */
export type Colour = string;

export type Shape =
  | { readonly kind: "rects"; readonly colour: Colour; readonly rects: readonly Rect[] }
  /** Lines with round ends, so a line of one point is a dot. */
  | { readonly kind: "lines"; readonly colour: Colour; readonly width: number; readonly lines: readonly (readonly Point[])[] }
  /** (x, y): the middle of the text's baseline, or its left end. */
  | { readonly kind: "text"; readonly text: string; readonly x: number; readonly y: number; readonly anchor: "start" | "middle" | "end" };

export interface Drawing {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** From one letter to the next: all are equally wide. */
export const ADVANCE = 6;
export const INK: Colour = "#222222";
export const FAINT: Colour = "#cccccc";

export const text = (words: string, x: number, y: number, anchor: "start" | "middle" | "end" = "start"): Shape => ({
  kind: "text",
  text: words,
  x,
  y,
  anchor,
});

export const lines = (colour: Colour, width: number, ...of: readonly (readonly Point[])[]): Shape => ({
  kind: "lines",
  colour,
  width,
  lines: of,
});
