// The playground for a while: what it keeps, and how often it draws.
import { strict as assert } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";
import { type Check, chromiumAlone, pageOf, settled, silentSoFar } from "../check.js";

const SECONDS = 30;
/** Of the page's heap after a collection. Losses are kept for each epoch that a curve shows; nothing else may grow. */
const MOST = 2 << 20;

export const lasting: readonly Check[] = [
  {
    title: "training goes on and nothing piles up",
    browsers: chromiumAlone,
    short: [],
    run: async (visitor) => {
      const page = pageOf(visitor);
      await visitor.open("playground.html");
      await settled(visitor);
      const protocol = await page.context().newCDPSession(page);
      const kept = async (): Promise<number> => {
        await protocol.send("HeapProfiler.collectGarbage");
        return (await protocol.send("Runtime.getHeapUsage")).usedSize;
      };
      await visitor.ask('document.querySelector("#play").click()');
      await sleep(5000);
      const before = await kept();
      // Pictures are drawn in frames: what a page can be asked for is how many there were, and the longest pause between two.
      await visitor.ask(`
        const seen = (globalThis.seen = { frames: 0, longest: 0, last: performance.now() });
        const next = () => {
          const now = performance.now();
          seen.longest = Math.max(seen.longest, now - seen.last);
          seen.last = now;
          seen.frames++;
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next)`);
      await sleep(SECONDS * 1000);
      const seen = (await visitor.ask("return globalThis.seen")) as { readonly frames: number; readonly longest: number };
      const after = await kept();
      assert.ok(after - before < MOST, `${((after - before) / 1024).toFixed(0)} kB more after ${SECONDS} s`);
      const epochs = String(await visitor.ask('return document.querySelector("[data-epoch]").dataset.epoch'));
      const drawn = String(await visitor.ask('return document.querySelector("[data-draw]").dataset.draw'));
      await silentSoFar(visitor, "playground.html");
      const rate = (seen.frames / SECONDS).toFixed(0);
      return `${epochs} epochs; ${rate} frames a second, the longest ${seen.longest.toFixed(0)} ms, a picture ${drawn} ms; ${((after - before) / 1024).toFixed(0)} kB more`;
    },
  },
];
