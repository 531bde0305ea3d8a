// Nanoseconds an element, measured here, as bars.
import { figure, html, isOff, setOff } from "../../shared/dom.js";
import { ask } from "../ask.js";
import { busy, place, say, whenNear } from "../parts.js";

export const price = (): void => {
  const spot = place("fig-price");
  const list = html("ul", { class: "bars" });
  const again = html("button", { type: "button" }, "Measure again");
  const compute = async (): Promise<void> => {
    setOff(again, true);
    const costs = await ask("cost").finally(() => {
      setOff(again, false);
    });
    const most = Math.max(...costs.map(({ ns }) => ns));
    list.replaceChildren(
      ...costs.map(({ name, ns }) => {
        const bar = html("span", { class: name === "relu" ? "bar best" : "bar", "aria-hidden": "true" });
        bar.style.setProperty("--share", String(ns / most));
        return html("li", { "data-cost": name }, html("span", {}, name), bar, html("b", {}, `${figure(ns, 2)} ns`));
      }),
    );
    const of = (name: string): number => costs.find((one) => one.name === name)?.ns ?? Number.NaN;
    say("cost-relu", `${figure(of("relu"), 2)} ns`);
    say("cost-sigmoid", `${figure(of("sigmoid"), 2)} ns`);
    say("cost-ratio", figure(of("sigmoid") / of("relu"), 2));
  };
  list.append(html("li", {}, "Being measured …"));
  spot.show(list, again);
  again.addEventListener("click", () => void (isOff(again) || busy(spot, compute)));
  whenNear(spot, compute);
};
