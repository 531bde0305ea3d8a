// The colours of pictures as variables of style sheets, for both themes.
import { looks, OTHER, themes } from "../report/charts/svg.js";

const variable = (name: string, light: string, dark: string): string => `--${name}:light-dark(${light},${dark});`;

/** --ours, --js, --tfjs, --ort, --jax, --numpy, --limit: who is drawn; --paper, --ink, --muted, --grid: on what. */
export const coloursCss = (): string => {
  const drawn = [...Object.values(looks), OTHER].map(({ name, light, dark }) => variable(name, light, dark));
  const on = (["paper", "ink", "muted", "grid"] as const).map((name) => variable(name, themes.light[name], themes.dark[name]));
  return `:root{${[...drawn, ...on].join("")}}`;
};
