// Without a pointer: the playground by keys alone, and on every page the focus that is seen.
import { strict as assert } from "node:assert";
import { type Check, driven, pageOf, pages, settled, silentSoFar } from "../check.js";
import type { Visitor } from "../visitor.js";

/** Presses Tab until the element with this id has the focus. */
const tabTo = async (visitor: Visitor, id: string): Promise<void> => {
  for (let press = 0; press < 200; press++) {
    if ((await visitor.ask("return document.activeElement?.id")) === id) return;
    await pageOf(visitor).keyboard.press("Tab");
  }
  throw new Error(`#${id} is not reached by Tab`);
};

const epoch = 'Number(document.querySelector("[data-epoch]").dataset.epoch)';

export const keys: readonly Check[] = [
  {
    title: "playground by keys alone",
    browsers: driven,
    run: async (visitor) => {
      const { keyboard } = pageOf(visitor);
      await visitor.open("playground.html");
      await settled(visitor);
      await visitor.until('return document.querySelectorAll("button[data-story]").length > 0');
      await tabTo(visitor, "play");
      await keyboard.press("Enter");
      await visitor.until(`return ${epoch} >= 3`);
      await keyboard.press("Enter");
      await visitor.until('return document.querySelector("#play").textContent.trim() === "Play"');
      const paused = Number(await visitor.ask(`return ${epoch}`));
      await tabTo(visitor, "step");
      await keyboard.press("Enter");
      await visitor.until(`return ${epoch} === ${paused + 1}`);
      await tabTo(visitor, "reset");
      await keyboard.press("Enter");
      await visitor.until(`return ${epoch} === 0`);
      // Space belongs to the page where no control has the focus.
      await visitor.ask("document.activeElement.blur()");
      await keyboard.press("Space");
      await visitor.until(`return ${epoch} >= 2`);
      await keyboard.press("Space");
      await visitor.until('return document.querySelector("#play").textContent.trim() === "Play"');
      return "play, pause, step, reset, space";
    },
  },
  {
    title: "a story by keys alone, and the focus stays with what is told",
    browsers: driven,
    run: async (visitor) => {
      const { keyboard } = pageOf(visitor);
      await visitor.open("playground.html?pace=fast");
      await settled(visitor);
      await visitor.until('return document.querySelectorAll("button[data-story]").length > 0');
      const focused = (what: string) => visitor.until(`return document.activeElement.matches(${JSON.stringify(what)})`, 5000);
      await visitor.ask(`document.querySelector('button[data-story="linear"]').focus()`);
      await keyboard.press("Enter");
      await focused("#step-title");
      // Not yet: the button keeps the focus and does nothing.
      await visitor.ask('document.querySelector("#step-next").focus()');
      await keyboard.press("Enter");
      await focused("#step-next");
      await visitor.until('return document.querySelector("#story").dataset.reached === "true"');
      await focused("#step-next");
      await keyboard.press("Enter");
      await focused("#step-title");
      assert.equal(await visitor.ask('return document.querySelector("#story").dataset.step'), "2");
      await visitor.ask('document.querySelector("#story-close").focus()');
      await keyboard.press("Enter");
      await focused('button[data-story="linear"]');
      await visitor.ask(`const fewer = document.querySelector('[data-control="fewer"]'); fewer.focus()`);
      await keyboard.press("Enter");
      await visitor.until(`return document.querySelector('[data-control="fewer"]').getAttribute("aria-disabled") === "true"`);
      await focused('[data-control="fewer"]');
      await silentSoFar(visitor, "playground.html");
      return "chip, title, next, title, chip; a button that has nothing left to do";
    },
  },
  {
    title: "the focus stays where something goes away, by keys alone",
    browsers: driven,
    run: async (visitor) => {
      const { keyboard } = pageOf(visitor);
      const focused = async (id: string, when: string): Promise<void> =>
        assert.equal(await visitor.ask("return document.activeElement.id"), id, `the focus ${when}`);
      await visitor.open("benchmark.html");
      await settled(visitor);
      await tabTo(visitor, "first");
      await keyboard.press("Enter");
      await visitor.until('return !document.querySelector("#stop").hidden');
      await focused("first", "while it is measured");
      await keyboard.press("Enter");
      await keyboard.press("Tab");
      await focused("stop", "after Tab");
      await keyboard.press("Enter");
      await visitor.until('return document.querySelector("#stop").hidden');
      await focused("first", "once it is stopped");
      await visitor.open("functions.html?f=relu&vs=gelu,silu");
      await settled(visitor);
      await visitor.ask('document.querySelector("#legend .remove").focus()');
      await keyboard.press("Enter");
      await visitor.until('return document.querySelectorAll("#legend .remove").length === 1');
      await focused("compare", "once a curve is taken away");
      await silentSoFar(visitor, "functions.html");
      return "start, stop, a curve less";
    },
  },
  {
    title: "the focus is seen, first on the skip link",
    browsers: driven,
    run: async (visitor) => {
      const { keyboard } = pageOf(visitor);
      let seen = 0;
      for (const name of pages) {
        await visitor.open(`${name}.html`);
        await settled(visitor);
        for (let press = 0; press < 12; press++) {
          await keyboard.press("Tab");
          const found = (await visitor.ask(`
            const element = document.activeElement;
            // What a chip's own input hides, the chip shows.
            const styles = [element, element.nextElementSibling].filter(Boolean).map((one) => getComputedStyle(one));
            const isMarked = styles.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
            return { isBody: element === document.body, isMarked, what: element.outerHTML.slice(0, 120), isSkip: element.matches(".skip") };
          `)) as { isBody: boolean; isMarked: boolean; what: string; isSkip: boolean };
          if (press === 0) assert.equal(found.isSkip, true, `${name}: the first Tab goes to ${found.what}`);
          if (found.isBody) break;
          assert.equal(found.isMarked, true, `${name}: no outline on ${found.what}`);
          seen++;
        }
        await silentSoFar(visitor, name);
      }
      return `${seen} places`;
    },
  },
];
