// The race, as bars.
import { byId, html, isOff, setOff } from "../shared/dom.js";
import { type Lane, lead } from "./lanes.js";
import { LENGTH, type Raced, race, raced } from "./race.js";

const inWords = (speed: number): string => `${speed.toPrecision(speed < 1 ? 2 : 3)} billion a second`;

const draw = (place: HTMLElement, name: Raced, lanes: readonly Lane[], isOver: boolean): void => {
  const most = Math.max(...lanes.map(({ speed }) => speed ?? 0)) || 1;
  // Like for like: between arrays, as the loops are.
  const factor = isOver ? lead(lanes, "arrays") : undefined;
  const inHeap = isOver ? lead(lanes, "heap") : undefined;
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
      html("span", { class: "second" }, inHeap === undefined ? "" : `in its heap ${inHeap.toPrecision(2)}×`),
    ),
    ...lanes.map(({ label, way, speed }) => {
      const bar = html("span", { class: way === "loop" ? "bar js" : "bar ours" });
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

/** How many times as fast as the best of the loops each of our ways is. */
const leadsInWords = (lanes: readonly Lane[]): string =>
  [
    [lead(lanes, "arrays"), "in ordinary arrays"],
    [lead(lanes, "heap"), "in its heap"],
  ]
    .map(([factor, where]) => `${(factor as number | undefined)?.toPrecision(2) ?? "?"} ${where}`)
    .join(", ");

/** All of it, once; the button runs it again. */
export const startRace = (): (() => Promise<void>) => {
  const button = byId("again", HTMLButtonElement);
  const places = new Map(raced.map((name) => [name, html("div", { class: "race", "data-race": name })]));
  byId("race", HTMLElement).replaceChildren(...places.values());
  for (const [name, place] of places) draw(place, name, [], false);
  const run = async (): Promise<void> => {
    setOff(button, true);
    const leads: string[] = [];
    for (const [name, place] of places) {
      const lanes = await race(name, (soFar) => draw(place, name, soFar, false));
      draw(place, name, lanes, true);
      leads.push(`${name} ${leadsInWords(lanes)}`);
    }
    byId("race-result", HTMLElement).textContent =
      `Beside JavaScript’s best loop: ${leads.join("; ")}. Elements a second, of ${LENGTH.toLocaleString("en")} float32; the median of rounds, just now on this machine.`;
    setOff(button, false);
  };
  button.addEventListener("click", () => void (isOff(button) || run()));
  return run;
};
