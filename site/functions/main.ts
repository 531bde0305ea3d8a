// The explorer of functions. What it shows is in its address.
import functions from "made:functions";
import { showBackend } from "../shared/backend.js";
import { byId, html, setOff } from "../shared/dom.js";
import { startPage } from "../shared/page.js";
import { format, load, save } from "../shared/state.js";
import { drawBars, rowControls } from "./bars.js";
import { controlsOf, sliders } from "./controls.js";
import { curvesFigure, legend, pointInWords } from "./curves.js";
import { documentation, facts } from "./facts.js";
import { describedAs, fields, isCurve, type Now, REACHES, reset, shownIn, valuesIn, withValue } from "./fields.js";
import { list } from "./list.js";
import { callOf } from "./model.js";
import { errorsFigure, layers, readout, usualInWords } from "./point.js";
import { rowCall } from "./rows.js";

const PRESETS: readonly (readonly [label: string, f: string, vs: readonly string[], x: number])[] = [
  ["ReLU against sigmoid", "relu", ["sigmoid"], 3],
  ["GELU, SiLU, Mish", "gelu", ["silu", "mish"], -1],
  ["ELU, SELU, softplus", "elu", ["selu", "softplus"], -1.5],
  ["Below zero", "relu", ["leakyRelu", "elu"], -2],
];

let now: Now = load(fields);
const element = (id: string): HTMLElement => byId(id, HTMLElement);
const [range, typed] = [byId("x-range", HTMLInputElement), byId("x", HTMLInputElement)];
const [reach, compare] = [byId("reach", HTMLSelectElement), byId("compare", HTMLSelectElement)];

/** One drawing a frame, however many events there are. */
let isAsked = false;
const soon = (draw: () => void): void => {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(() => {
    isAsked = false;
    draw();
  });
};

let timer: ReturnType<typeof setTimeout> | undefined;
/** Read aloud once it stands still. */
const say = (words: string): void => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    element("summary").textContent = words;
  }, 700);
};

/** What the package refuses is said in its own words; no reading of before stands beside that. */
const attempt = (draw: () => void): void => {
  const problem = element("problem");
  try {
    draw();
    problem.hidden = true;
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    problem.textContent = error.message;
    problem.hidden = false;
    for (const id of ["readout", "layers", "errors-caption"]) element(id).replaceChildren();
    say("");
  }
};

const chart = curvesFigure((x) => {
  // As many digits as the picture has.
  now.x = Number(x.toPrecision(3));
  soon(drawPoint);
});

const showPoint = (): void => {
  const shown = shownIn(now);
  const words = pointInWords(now.x, shown);
  chart.move(now.x, words);
  readout(now.x, shown);
  layers(now.x, shown);
  say(words);
};

const placeControls = (): void => {
  range.value = String(now.x);
  range.setAttribute("aria-valuetext", `x ${now.x}`);
  if (document.activeElement !== typed) typed.value = String(now.x);
  save(fields, now);
};

const drawPoint = (): void => {
  placeControls();
  attempt(showPoint);
};

const drawCall = (): void => {
  element("call").textContent = isCurve(describedAs(now.f))
    ? callOf(describedAs(now.f), valuesIn(now))
    : rowCall(now.f, now.logits, now.shift, now.t);
};

/** With other parameters. */
const drawCurves = (): void => {
  placeControls();
  attempt(() => {
    chart.change(now, shownIn(now));
    showPoint();
    errorsFigure(now, shownIn(now));
  });
  drawCall();
};

const drawRow = (): void => {
  drawBars(now);
  drawCall();
  save(fields, now);
};

/** Everything anew: another function, or others beside it. */
const show = (): void => {
  const of = describedAs(now.f);
  const isShownAsCurve = isCurve(of);
  document.title = `${of.name} – relu-simd`;
  element("name").textContent = of.name;
  element("formula").replaceChildren(html("code", {}, isShownAsCurve ? `f(x) = ${of.formula}` : of.formula));
  element("lead").textContent = of.lead;
  element("as-curve").hidden = !isShownAsCurve;
  element("as-row").hidden = isShownAsCurve;
  picker.show(of.name);
  facts(of);
  documentation(of.name);
  if (!isShownAsCurve) {
    rowControls(now, drawRow);
    drawRow();
    return;
  }
  now.vs = shownIn(now)
    .slice(1)
    .map((each) => each.of.name);
  reach.value = now.r;
  range.min = String(-Number(now.r));
  range.max = now.r;
  usualInWords(of.name);
  sliders("parameters", controlsOf(of, valuesIn(now)), (name, value) => {
    withValue(now, name, value);
    soon(drawCurves);
  });
  legend(shownIn(now), (name) => {
    now.vs = now.vs.filter((each) => each !== name);
    show();
    // The button that had the focus is gone.
    compare.focus();
  });
  const isFull = now.vs.length >= 2;
  const others = functions.filter((each) => !isFull && isCurve(each) && each.name !== now.f && !now.vs.includes(each.name));
  compare.replaceChildren(
    html("option", { value: "" }, isFull ? "three at most" : "with…"),
    ...others.map(({ name }) => html("option", { value: name }, name)),
  );
  setOff(compare, isFull);
  drawCurves();
};

const go = (changes: Partial<Now>): void => {
  reset(now);
  Object.assign(now, changes);
  history.pushState(null, "", `${location.pathname}${format(fields, now, location.search)}`);
  show();
};

const addressOf = (name: string): string =>
  format(
    fields,
    { ...load(fields), ...Object.fromEntries(Object.entries(fields).map(([key, { usual }]) => [key, usual])), f: name },
    location.search,
  ) || "functions.html";
const picker = list(addressOf, (name) => {
  go({ f: name, vs: now.vs.filter((each) => each !== name) });
  if (isNarrow.matches) byId("picker", HTMLDetailsElement).open = false;
});

const isNarrow = matchMedia("(max-width: 60rem)");
const fold = (): void => {
  byId("picker", HTMLDetailsElement).open = !isNarrow.matches;
};

element("presets").append(
  ...PRESETS.map(([label, f, vs, x]) => {
    const button = html("button", { type: "button" }, label);
    button.addEventListener("click", () => go({ f, vs, x }));
    return button;
  }),
);
reach.append(...REACHES.map((each) => html("option", { value: each }, `−${each} to ${each}`)));
reach.addEventListener("change", () => {
  now.r = REACHES.find((each) => each === reach.value) ?? fields.r.usual;
  show();
});
compare.addEventListener("change", () => {
  if (compare.value) now.vs = [...now.vs, compare.value];
  show();
  compare.focus();
});
range.addEventListener("input", () => {
  now.x = Number(range.valueAsNumber.toPrecision(3));
  soon(drawPoint);
});
range.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10 }[event.key];
  if (step === undefined) return;
  // "any" has steps of its own in each browser.
  event.preventDefault();
  const size = Number(now.r) / (event.shiftKey ? 1000 : 100);
  now.x = Number(Math.min(Math.max(now.x + step * size, -Number(now.r)), Number(now.r)).toPrecision(6));
  soon(drawPoint);
});
typed.addEventListener("input", () => {
  const x = Number(typed.value.replace("−", "-"));
  const isNumber = typed.value.trim() !== "" && !Number.isNaN(x);
  typed.setAttribute("aria-invalid", String(!isNumber));
  typed.setCustomValidity(isNumber ? "" : "x is a number, such as -1.5 or 1e-3.");
  if (!isNumber) return;
  now.x = x;
  soon(drawPoint);
});
// Said when it is typed to the end: "-" may become a number.
typed.addEventListener("change", () => typed.reportValidity());
addEventListener("popstate", () => {
  now = load(fields);
  show();
});

startPage();
fold();
isNarrow.addEventListener("change", fold);
show();
showBackend();
document.body.dataset["ready"] = "functions";
