// Letters as lines, for pictures of pixels. Each line is a list of points, each two digits: x from 0 to 4, y from 0 down to 8;
// 0 is the top of a capital, 2 that of an "a", 6 the baseline. A point alone is a dot.
import type { Point } from "./drawing.js";

const letters: Readonly<Record<string, string>> = {
  a: "43 32 12 03 05 16 36 45,42 46",
  b: "00 06,03 12 32 43 45 36 16 05",
  c: "43 32 12 03 05 16 36 45",
  d: "40 46,43 32 12 03 05 16 36 45",
  e: "04 44 43 32 12 03 05 16 36 45",
  f: "40 30 21 26,12 42",
  g: "43 32 12 03 05 16 36 45,42 47 38 18 07",
  h: "00 06,03 12 32 43 46",
  i: "12 22 26,20,16 36",
  j: "22 32 37 28 18,30",
  k: "00 06,42 04 14 46",
  l: "10 20 26,16 36",
  m: "02 06,03 12 23 26,23 32 43 46",
  n: "02 06,03 12 32 43 46",
  o: "12 32 43 45 36 16 05 03 12",
  p: "02 08,03 12 32 43 45 36 16 05",
  q: "42 48,43 32 12 03 05 16 36 45",
  r: "12 16,13 22 32 43",
  s: "43 32 12 03 14 34 45 36 16 05",
  t: "20 25 36 46,12 42",
  u: "02 05 16 36 45,42 46",
  v: "02 26 42",
  w: "02 16 23 36 42",
  x: "02 46,42 06",
  y: "02 26,42 26 18 08",
  z: "02 42 06 46",
  B: "03 33 42 41 30 00 06 36 45 44 33",
  G: "41 30 10 01 05 16 36 45 43 23",
  H: "00 06,40 46,03 43",
  N: "06 00 46 40",
  R: "06 00 30 41 42 33 03,23 46",
  L: "00 06 46",
  U: "00 05 16 36 45 40",
  0: "10 30 41 45 36 16 05 01 10",
  1: "11 20 26,16 36",
  2: "01 10 30 41 42 06 46",
  3: "01 10 30 41 42 33 44 45 36 16 05,13 33",
  4: "36 30 04 44",
  5: "40 00 02 32 43 45 36 16 05",
  6: "40 20 02 05 16 36 45 44 33 13 04",
  7: "00 40 16",
  8: "13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33",
  9: "06 26 44 41 30 10 01 02 13 33 42",
  ".": "26",
  ",": "26 17",
  "(": "30 21 25 36",
  ")": "10 21 25 16",
  "/": "40 06",
  ":": "23,26",
  "−": "03 43",
  "-": "13 33",
  "+": "03 43,21 25",
  "%": "40 06,00 10 11 01 00,35 45 46 36 35",
  " ": "",
};

/** The lines of a text whose first letter's top left corner is (0, 0). */
export const linesOf = (text: string, advance: number): readonly (readonly Point[])[] =>
  [...text].flatMap((letter, place) => {
    const found = letters[letter];
    if (found === undefined) throw new Error(`no lines for the letter ${JSON.stringify(letter)}`);
    const strokes = found === "" ? [] : found.split(",");
    return strokes.map((stroke) => stroke.split(" ").map(([x, y]): Point => [Number(x) + place * advance, Number(y)]));
  });
