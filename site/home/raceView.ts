// The race, as bars.
import { byId, html } from "../shared/dom.js";
import { LENGTH, type Raced, race, raced } from "./race.js";
import { type Lane, lead } from "./timing.js";

const inWords = (speed: number): string => `${speed.toPrecision(speed < 1 ? 2 : 3)} billion a second`;

const draw = (place: HTMLElement, name: Raced, lanes: readonly Lane[], isOver: boolean): void => {
  const most = Math.max(...lanes.map(({ speed }) => speed ?? 0)) || 1;
  const factor = isOver ? lead(lanes) : undefined;
  place.replaceChildren(
    html(
      "h3",
      {},
      html("code", {}, name),
      html(
        "span",
        { class: "factor", "data-factor": factor?.toFixed(2) },
        factor === undefined ? "" : factor > 1.05 ? `${factor.toPrecision(2)}× the best loop` : "no faster here",
      ),
    ),
    ...lanes.map(({ label, isOurs, speed }) => {
      const bar = html("span", { class: isOurs ? "bar ours" : "bar js" });
      bar.style.setProperty("--share", String((speed ?? 0) / most));
      return html(
        "div",
        { class: "lane" },
        html("span", { class: "label" }, label),
        html("span", { class: "rail" }, bar),
        html("output", {}, speed === undefined ? "…" : inWords(speed)),
      );
    }),
  );
};

/** How much faster each of our ways is than the best of the loops. */
const leadsInWords = (lanes: readonly Lane[]): string =>
  lanes
    .filter(({ isOurs }) => isOurs)
    .map((lane) => {
      const factor = lead([lane, ...lanes.filter(({ isOurs }) => !isOurs)]);
      return `${factor?.toPrecision(2) ?? "?"} ${lane.label.replace(/^relu-simd, /, "")}`;
    })
    .join(", ");

/** All of it, once; the button runs it again. */
export const startRace = (): (() => Promise<void>) => {
  const button = byId("again", HTMLButtonElement);
  const places = new Map(raced.map((name) => [name, html("div", { class: "race", "data-race": name })]));
  byId("race", HTMLElement).replaceChildren(...places.values());
  for (const [name, place] of places) draw(place, name, [], false);
  const run = async (): Promise<void> => {
    button.disabled = true;
    const leads: string[] = [];
    for (const [name, place] of places) {
      const lanes = await race(name, (soFar) => draw(place, name, soFar, false));
      draw(place, name, lanes, true);
      leads.push(`${name} ${leadsInWords(lanes)}`);
    }
    byId("race-result", HTMLElement).textContent =
      `Beside JavaScript’s best loop: ${leads.join("; ")}. Elements a second, of ${LENGTH.toLocaleString("en")} float32; the median of rounds, just now on this machine.`;
    button.disabled = false;
  };
  button.addEventListener("click", () => void run());
  return run;
};
