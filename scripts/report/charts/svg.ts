// What every picture is made of: its frame, its words, its two themes. Strings; no DOM.
//
// Pictures are drawn 440 units wide, so that the smallest text, 14 units, is more than 11 pixels high on a phone, where they are 360 wide.
import { type SymbolType, symbol, symbolCircle, symbolCross, symbolDiamond, symbolSquare, symbolStar, symbolTriangle } from "d3-shape";

export const WIDTH = 440;
export const MARGIN = 12;
export const TEXT = 14;
const TITLE = 16;

export interface Picture {
  readonly title: string;
  /** The gist in words and figures: for who does not see it, and the alternative text in pages. */
  readonly description: string;
  readonly svg: string;
}

/** Two digits behind the point: the same on every machine. */
export const n = (value: number): string => {
  if (!Number.isFinite(value)) throw new Error(`a coordinate is ${value}`);
  return String(Math.round(value * 100) / 100 || 0);
};

export const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** How much wider bold letters are. */
export const BOLD = 1.09;

/** How wide a text is at most, in the fonts that systems have. */
export const widthOf = (text: string, size = TEXT): number =>
  [...text].reduce(
    (sum, c) => sum + (/[ijl.,:;|'′ ()[\]ft1·]/.test(c) ? 0.38 : /[mwMW@%→]/.test(c) ? 0.92 : /[A-Z]/.test(c) ? 0.7 : 0.59),
    0,
  ) * size;

interface TextOptions {
  readonly anchor?: "start" | "middle" | "end";
  readonly class?: string;
}

export const text = (x: number, y: number, words: string, { anchor = "start", class: name }: TextOptions = {}): string =>
  `<text x="${n(x)}" y="${n(y)}"${anchor === "start" ? "" : ` text-anchor="${anchor}"`}${name ? ` class="${name}"` : ""}>${escaped(words)}</text>`;

export const line = (x1: number, y1: number, x2: number, y2: number, name: string): string =>
  `<path d="M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}" class="${name}"/>`;

const lines = (words: string, width: number, size: number): readonly string[] => {
  const out: string[] = [];
  for (const word of words.split(" ")) {
    const longer = `${out.at(-1) ?? ""} ${word}`;
    if (out.length && widthOf(longer, size) <= width) out[out.length - 1] = longer;
    else out.push(word);
  }
  return out;
};

/** Words in as many lines as they take; `height` is what they need. */
export const paragraph = (
  x: number,
  y: number,
  words: string,
  name: string,
  size = TEXT,
): { readonly svg: string; readonly height: number } => {
  const all = lines(words, WIDTH - x - MARGIN, size);
  const step = size + 4;
  return { svg: all.map((words, i) => text(x, y + size + i * step, words, { class: name })).join("\n"), height: all.length * step };
};

/** Colours by Okabe and Ito, which colour-blind people can tell apart; and a shape each, for who sees none. */
export interface Look {
  readonly name: string;
  readonly shape: SymbolType;
  readonly light: string;
  readonly dark: string;
}

export const looks: Readonly<Record<string, Look>> = {
  "relu-simd": { name: "ours", shape: symbolCircle, light: "#0064b5", dark: "#58b0f5" },
  JavaScript: { name: "js", shape: symbolSquare, light: "#9a6b00", dark: "#e6b84c" },
  "@tensorflow/tfjs-backend-wasm": { name: "tfjs", shape: symbolTriangle, light: "#c14a00", dark: "#ff8a4c" },
  "onnxruntime-web": { name: "ort", shape: symbolDiamond, light: "#007a57", dark: "#2fc497" },
  "@jax-js/jax": { name: "jax", shape: symbolCross, light: "#b0508a", dark: "#e58fc0" },
  "numpy-ts": { name: "numpy", shape: symbolStar, light: "#57606a", dark: "#a8b1bb" },
};
export const OTHER: Look = { name: "limit", shape: symbolSquare, light: "#57606a", dark: "#a8b1bb" };

/** The contenders that pictures show. */
export const drawn: readonly string[] = Object.keys(looks);
export const lookOf = (peer: string): Look => looks[peer] ?? OTHER;

export const mark = (x: number, y: number, peer: string, size = 62): string => {
  const { name, shape } = lookOf(peer);
  return `<path class="mark ${name}" transform="translate(${n(x)} ${n(y)})" d="${symbol(shape, size).digits(2)()}"/>`;
};

/** Which mark is whose, in a line or more from y on. */
export const key = (
  entries: readonly (readonly [peer: string, label: string])[],
  y: number,
): { readonly svg: string; readonly height: number } => {
  const parts: string[] = [];
  let [x, row] = [MARGIN, 0];
  for (const [peer, label] of entries) {
    const width = 18 + widthOf(label) * (peer === "relu-simd" ? BOLD : 1) + 12;
    if (x > MARGIN && x + width - 12 > WIDTH - MARGIN) [x, row] = [MARGIN, row + 1];
    const middle = y + row * 20 + 10;
    parts.push(mark(x + 6, middle, peer), text(x + 17, middle + 5, label, { class: peer === "relu-simd" ? "strong" : "" }));
    x += width;
  }
  return { svg: parts.join("\n"), height: (row + 1) * 20 };
};

export const themes = {
  light: { paper: "#ffffff", ink: "#1f2328", muted: "#57606a", grid: "#d8dee4" },
  dark: { paper: "#0d1117", ink: "#e6edf3", muted: "#a8b1bb", grid: "#30363d" },
} as const;

const theme = (of: "light" | "dark"): string => {
  const { paper, ink, muted, grid } = themes[of];
  const colours = [...Object.values(looks), OTHER].map((look) => `.${look.name}{color:${look[of]}}`).join("");
  return `.paper{fill:${paper}}text{fill:${ink}}.muted{fill:${muted}}.grid{stroke:${grid}}.axis{stroke:${muted}}.mark{stroke:${paper}}.halo{stroke:${paper}}${colours}`;
};

const style = `<style>
text{font:${TEXT}px system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}.title{font-size:${TITLE}px;font-weight:600}.strong{font-weight:600}
path{fill:none}.grid,.axis{stroke-width:1}.mark,.area{fill:currentColor}.mark{stroke-width:1}.curve{stroke:currentColor;stroke-width:2.25;stroke-linejoin:round}
.thin{stroke-width:1.5}.dashed{stroke-dasharray:6 4}.dotted{stroke-dasharray:1.5 3.5;stroke-linecap:round}.halo{stroke-width:3;paint-order:stroke;stroke-linejoin:round}text.own{fill:currentColor}
${theme("light")}
@media (prefers-color-scheme:dark){${theme("dark")}}
</style>`;

/** Where pictures may begin to draw below their title, and the note under it. */
export const heading = (title: string, note = ""): { readonly svg: string; readonly height: number } => {
  const first = paragraph(MARGIN, MARGIN - 2, title, "title", TITLE);
  const second = note ? paragraph(MARGIN, MARGIN + first.height, note, "muted") : { svg: "", height: 0 };
  return { svg: [first.svg, second.svg].filter(Boolean).join("\n"), height: MARGIN + first.height + second.height };
};

export const picture = (title: string, description: string, height: number, body: readonly string[]): Picture => ({
  title,
  description,
  // Shown 560 wide where there is room: its text is a little larger than that of the page.
  svg: `<svg xmlns="http://www.w3.org/2000/svg" width="560" height="${Math.round((height * 560) / WIDTH)}" viewBox="0 0 ${WIDTH} ${n(height)}" role="img" aria-labelledby="title desc">
<title id="title">${escaped(title)}</title>
<desc id="desc">${escaped(description)}</desc>
${style}
<rect class="paper" width="${WIDTH}" height="${n(height)}" rx="8"/>
${body.filter(Boolean).join("\n")}
</svg>
`,
});
