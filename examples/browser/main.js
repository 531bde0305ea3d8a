import { backend } from "relu-simd";
import { functions } from "./functions.js";
import { figure } from "./plot.js";
import { pace, race } from "./timing.js";

const byId = (id) => document.getElementById(id);
const figures = (ns) => ns.toPrecision(3);

byId("backend").textContent = backend;
byId("count").textContent = functions.length;

const cards = functions.map((activation) => ({ ...figure(activation), call: activation.value }));
byId("functions").append(...cards.map(({ element }) => element));

const lengths = [64, 1024, 16384, 262144, 4194304];
byId("length").append(...lengths.map((length) => new Option(length.toLocaleString("en"), length, length === 16384, length === 16384)));

const showBars = (medians) => {
  const [[, slowest]] = medians;
  const longest = Math.max(...medians.map(([, ns]) => ns));
  byId("bars").replaceChildren(
    ...medians.map(([name, ns]) => {
      const bar = document.createElement("li");
      bar.style.setProperty("--share", ns / longest);
      bar.append(
        Object.assign(document.createElement("span"), { textContent: name }),
        Object.assign(document.createElement("b"), { textContent: `${figures(ns)} ns` }),
        Object.assign(document.createElement("i"), { textContent: ns === slowest ? "" : `${figures(slowest / ns)}×` }),
      );
      return bar;
    }),
  );
};

let races = 0;
const start = () => {
  const own = ++races;
  return race(Number(byId("length").value), 21, showBars, () => own !== races);
};
byId("length").addEventListener("change", start);
document.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  start();
});

// One after the other: two measurements at a time would measure each other.
await start();
for (const { setSpeed, call } of cards) setSpeed(figures(await pace(call)));
document.querySelector("main").ariaBusy = "false";
