// A slider that is pushed faster than nets can be trained: few of them are, and the last one is shown.
import { strict as assert } from "node:assert";
import { type Check, settled, silentSoFar } from "../check.js";

export const learning: readonly Check[] = [
  {
    title: "a figure follows its slider, without work for each step of it",
    short: [],
    run: async (visitor) => {
      await visitor.open("learn.html");
      await settled(visitor);
      const state = 'document.querySelector("#fig-bend").dataset.state';
      await visitor.ask('document.querySelector("#fig-bend").scrollIntoView({ block: "center", behavior: "instant" })');
      await visitor.until(`return ${state} === "done"`);
      const moved = await visitor.ask(`
        globalThis.fits = 0;
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function (message, ...more) {
          globalThis.fits += message.name === "fit" ? 1 : 0;
          postMessage.call(this, message, ...more);
        };
        const slider = document.querySelector('#fig-bend input[type="range"]');
        for (let units = 1; units <= 12; units++) {
          slider.value = String(units);
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        }
        return ${state}`);
      assert.equal(moved, "busy");
      await visitor.until(`return ${state} === "done"`);
      assert.match(String(await visitor.ask('return document.querySelector("#fig-bend .numbers").textContent')), /^12 hidden units, relu/);
      // The first that was asked for, and the last.
      assert.equal(await visitor.ask("return globalThis.fits"), 2);
      await silentSoFar(visitor, "learn.html");
      return "12 steps, 2 nets";
    },
  },
];
