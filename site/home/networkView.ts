// The network of the first page, drawn: regions, and a picture of each hidden unit.
import { EXTENT } from "../../examples/spiral/spirals.js";
import { byId, html } from "../shared/dom.js";
import { frames, isCalm } from "../shared/motion.js";
import { SIDE, type State, type Training, training, WIDTH } from "./network.js";

/** Then it has learnt what it will. */
const STEPS = 1500;
const PER_FRAME = 4;
/** Pictures are drawn anew in every so many frames. */
const DRAWN = 3;
const POINT = 2.6;

type Colour = readonly [red: number, green: number, blue: number];

/** A colour of the style sheet in numbers; drawn, because browsers write them in several ways. */
const colourOf = (name: string): Colour => {
  const probe = html("span", { class: name, hidden: true });
  document.body.append(probe);
  const pen = html("canvas", { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("the browser has no canvas");
  pen.fillStyle = getComputedStyle(probe).color;
  pen.fillRect(0, 0, 1, 1);
  probe.remove();
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
};

const pixels = (canvas: HTMLCanvasElement, colour: (i: number) => Colour, opacity: (i: number) => number): void => {
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const image = pen.createImageData(SIDE, SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) image.data.set([...colour(i), 255 * opacity(i)], 4 * i);
  pen.putImageData(image, 0, 0);
};

const canvas = (label?: string): HTMLCanvasElement =>
  html("canvas", { width: SIDE, height: SIDE, ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }) });

/** Draws it untrained. What it gives lets it learn, unless the visitor has begun another by then. */
export const startNetwork = (): (() => void) => {
  const regions = canvas();
  const points = html("canvas", {
    width: 320,
    height: 320,
    role: "img",
    "aria-label": "Three spirals and the regions that the network gives them",
  });
  byId("regions", HTMLElement).replaceChildren(regions, points);
  const units = Array.from({ length: 2 * WIDTH }, () => html("span", { class: "unit" }, canvas()));
  byId("units", HTMLElement).replaceChildren(...units);
  const status = byId("network-state", HTMLElement);
  let palette: readonly Colour[] = [];
  let current: Training | undefined;
  let run = 0;

  const drawPoints = (): void => {
    const pen = points.getContext("2d");
    if (!pen || !current) return;
    pen.clearRect(0, 0, points.width, points.height);
    const at = (value: number): number => ((value / EXTENT + 1) / 2) * points.width;
    for (const { x, y, of } of current.points) {
      pen.beginPath();
      pen.arc(at(x), at(-y), POINT, 0, 2 * Math.PI);
      pen.fillStyle = `rgb(${(palette[of] ?? [0, 0, 0]).join(",")})`;
      pen.fill();
    }
  };

  const draw = (): void => {
    if (!current) return;
    const maps = current.maps();
    pixels(
      regions,
      (i) => palette[maps.regions[i] ?? 0] ?? [0, 0, 0],
      () => 0.3,
    );
    for (const [i, unit] of units.entries()) {
      const own = unit.firstElementChild;
      if (own instanceof HTMLCanvasElement)
        pixels(
          own,
          () => palette[0] ?? [0, 0, 0],
          (place) => maps.units[i]?.[place] ?? 0,
        );
    }
  };

  const tell = ({ step, accuracy, dead }: State): void => {
    for (const [i, unit] of units.entries()) unit.classList.toggle("dead", dead.has(i));
    status.dataset["dead"] = String(dead.size);
    status.dataset["step"] = String(step);
    status.textContent = `Step ${step}: ${Math.round(100 * accuracy)} % of the points right, ${dead.size} of ${units.length} units dead`;
  };

  const paint = (): void => {
    palette = ["ours", "tfjs", "ort"].map(colourOf);
    drawPoints();
    draw();
  };

  const make = (bias: number): Training => {
    const made = training(7 + ++run, bias);
    current = made;
    paint();
    tell(made.train(0));
    return made;
  };

  const learn = (here: Training): void => {
    const own = run;
    // Who wants nothing to move gets the end of it.
    if (isCalm()) {
      const quietly = (): void => {
        if (own !== run) return;
        const state = here.train(50);
        if (state.step < STEPS) setTimeout(quietly);
        else {
          tell(state);
          draw();
        }
      };
      quietly();
      return;
    }
    let count = 0;
    frames(() => {
      if (own !== run) return false;
      const state = here.train(PER_FRAME);
      if (count++ % DRAWN === 0 || state.step >= STEPS) {
        tell(state);
        draw();
      }
      return state.step < STEPS;
    });
  };

  document.addEventListener("themechange", paint);
  byId("healthy", HTMLButtonElement).addEventListener("click", () => learn(make(0)));
  byId("dying", HTMLButtonElement).addEventListener("click", () => learn(make(-3)));
  const first = make(0);
  return () => {
    if (current === first) learn(first);
  };
};
