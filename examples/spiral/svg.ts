// A drawing as SVG: a path for each colour, numbers with one digit behind the point.
import { ADVANCE, type Drawing, INK, type Shape } from "./drawing.js";

const short = (x: number): string => String(Math.round(10 * x) / 10);

const escaped = (words: string): string => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const element = (shape: Shape): string => {
  if (shape.kind === "text") {
    const anchor = shape.anchor === "start" ? "" : ` text-anchor="${shape.anchor}"`;
    return `<text x="${short(shape.x)}" y="${short(shape.y)}"${anchor}>${escaped(shape.text)}</text>`;
  }
  if (shape.kind === "rects") {
    const d = shape.rects.map(([x, y, width, height]) => `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`);
    return `<path fill="${shape.colour}" d="${d.join("")}"/>`;
  }
  const d = shape.lines.map((line) => {
    const [start = "", ...others] = line.map(([x, y]) => `${short(x)} ${short(y)}`);
    return `M${start}${others.length ? `L${others.join(" ")}` : "h0"}`;
  });
  return `<path class="l" stroke="${shape.colour}" stroke-width="${shape.width}" d="${d.join("")}"/>`;
};

// A letter of a fixed-width font is 0.6 times as wide as its size.
const style = `text{font:${short(ADVANCE / 0.6)}px monospace;fill:${INK}}.l{fill:none;stroke-linecap:round;stroke-linejoin:round}`;

export const svgOf = ({ title, width, height, shapes }: Drawing): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${2 * width}" height="${2 * height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<style>${style}</style>
<rect width="${width}" height="${height}" fill="#fff"/>
${shapes.map(element).join("\n")}
</svg>
`;
