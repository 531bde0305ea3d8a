// The playground's stories reach their ends, and the numbers shown are what they tell of.
import { strict as assert } from "node:assert";
import { MOST_DEEDS } from "../../../site/playground/settings.js";
import { stories } from "../../../site/playground/stories.js";
import { type Check, chromiumAlone, driven, settled, silentSoFar } from "../check.js";
import type { Visitor } from "../visitor.js";

/** What has to stand on the page when a step is reached: dead units, and the share of points that are right. */
interface Numbers {
  readonly dead?: readonly [least: number, most: number];
  readonly right?: readonly [least: number, most: number];
}

const learnt = [0.95, 1] as const;
const guessed = [0, 0.7] as const;
const expected: Readonly<Record<string, readonly Numbers[]>> = {
  linear: [{ right: guessed }, { right: learnt }],
  sigmoid: [{ right: guessed }, { right: learnt }],
  dying: [{ dead: [8, 16] }, { dead: [8, 16], right: guessed }, { dead: [0, 2], right: learnt }],
  leaky: [
    { dead: [12, 16], right: guessed },
    { dead: [0, 0], right: learnt },
  ],
  start: [{ right: guessed }, { dead: [24, 32], right: guessed }, { dead: [0, 10], right: learnt }],
};

const within = (value: string, [least, most]: readonly [number, number]): string => `${value} >= ${least} && ${value} <= ${most}`;

const stepReached = async (visitor: Visitor, id: string, step: number, numbers: Numbers): Promise<void> => {
  const conditions = [
    `card.story === ${JSON.stringify(id)} && card.step === "${step}" && card.reached === "true"`,
    ...(numbers.dead ? [within("dead", numbers.dead)] : []),
    ...(numbers.right ? [within("right", numbers.right)] : []),
  ];
  await visitor.until(`
    const card = document.querySelector("[data-story][data-step]")?.dataset ?? {};
    const dead = Number(document.querySelector("[data-dead]").dataset.dead);
    const right = Number(document.querySelector("[data-accuracy]").dataset.accuracy);
    return ${conditions.join(" && ")};`);
};

const told = async (visitor: Visitor, id: string): Promise<void> => {
  const steps = expected[id];
  assert.equal(steps?.length, stories.find((story) => story.id === id)?.steps.length, `steps of ${id}`);
  await visitor.ask(`document.querySelector('button[data-story="${id}"]').click()`);
  for (const [i, numbers] of (steps ?? []).entries()) {
    await stepReached(visitor, id, i + 1, numbers);
    if (i + 1 < (steps?.length ?? 0)) await visitor.ask('document.querySelector("#step-next").click()');
  }
};

const opened = async (visitor: Visitor): Promise<void> => {
  await visitor.open("playground.html");
  await settled(visitor);
  await visitor.until("return document.querySelectorAll('button[data-story]').length === 5");
  await visitor.ask(
    'const pace = document.querySelector("#pace"); pace.selectedIndex = pace.options.length - 1; pace.dispatchEvent(new Event("change", { bubbles: true }))',
  );
};

export const telling: readonly Check[] = [
  {
    title: "a story reaches its end",
    // Chromium has them all.
    short: ["firefox", "webkit"],
    run: async (visitor) => {
      await opened(visitor);
      await told(visitor, "leaky");
      await silentSoFar(visitor, "playground.html");
      return "leaky: dead units come back";
    },
  },
  {
    title: "all stories reach their ends",
    run: async (visitor) => {
      await opened(visitor);
      assert.deepEqual(
        stories.map(({ id }) => id),
        Object.keys(expected),
      );
      for (const { id } of stories) await told(visitor, id);
      await silentSoFar(visitor, "playground.html");
      return `${stories.length} stories`;
    },
  },
  {
    title: "the same address shows the same picture",
    run: async (visitor) => {
      const pictures: unknown[] = [];
      for (let turn = 0; turn < 2; turn++) {
        await opened(visitor);
        for (let epoch = 1; epoch <= 3; epoch++) {
          await visitor.ask('document.querySelector("#step").click()');
          await visitor.until(`return Number(document.querySelector("[data-epoch]").dataset.epoch) === ${epoch}`);
        }
        // The picture follows the numbers by a frame.
        await visitor.ask("globalThis.frames3 = 0; const next = () => ++globalThis.frames3 < 3 && requestAnimationFrame(next); next()");
        await visitor.until("return globalThis.frames3 >= 3");
        pictures.push(await visitor.ask('return document.querySelector("#regions").toDataURL()'));
      }
      assert.equal(pictures[0], pictures[1]);
      return `${String(pictures[0]).length} characters of picture`;
    },
  },
  {
    title: "the address has the unit shown, the pace and the deeds, and opens where it was left",
    run: async (visitor) => {
      await opened(visitor);
      const shown = 'document.querySelector("[data-epoch]").dataset.epoch';
      await visitor.ask('document.querySelector("#step").click()');
      await visitor.until(`return ${shown} === "1"`);
      await visitor.ask('document.querySelector("#kill").click(); document.querySelectorAll("button.unit")[9].click()');
      const query = String(
        await visitor.until("return /epoch=1/.test(location.search) && /kill1/.test(location.search) && location.search"),
      );
      assert.deepEqual([...new URLSearchParams(query)].sort(), [
        ["epoch", "1"],
        ["events", "kill1"],
        ["pace", "fast"],
        ["unit", "10"],
      ]);
      await visitor.open(`playground.html${query}`);
      await visitor.until(`return ${shown} === "1" && document.querySelectorAll("button.unit")[9].ariaPressed === "true"`);
      assert.equal(await visitor.ask('return document.querySelector("#pace").value'), "fast");
      assert.match(String(await visitor.until('return document.querySelector("#deed-words").textContent')), /^At epoch 1 the biases of/);
      await silentSoFar(visitor, "playground.html");
      return query;
    },
  },
  {
    title: "a hidden page waits, and then goes on to where it was to end",
    short: [],
    browsers: driven,
    run: async (visitor) => {
      // Slow enough to be hidden on the way.
      await visitor.open("playground.html");
      await settled(visitor);
      const epoch = 'Number(document.querySelector("[data-epoch]").dataset.epoch)';
      const button = 'document.querySelector("#play").textContent';
      const hide = (isHidden: boolean) =>
        visitor.ask(
          `Object.defineProperty(document, "hidden", { value: ${isHidden}, configurable: true }); document.dispatchEvent(new Event("visibilitychange"))`,
        );
      await visitor.ask('document.querySelector("#remedy").value = "wait"; document.querySelector("#revive").click()');
      await visitor.until(`return ${epoch} > 0`);
      await hide(true);
      await visitor.until(`return ${button} === "Play"`);
      const waited = Number(await visitor.ask(`return ${epoch}`));
      assert.ok(waited < 100, `${waited} epochs are too many to wait among`);
      await hide(false);
      await visitor.until(`return ${button} === "Play" && ${epoch} >= 100`);
      assert.equal(await visitor.ask(`return ${epoch}`), 100);
      await silentSoFar(visitor, "playground.html");
      return `${waited} epochs, then 100`;
    },
  },
  {
    title: "a long way is told of, and training ends where the address does",
    browsers: chromiumAlone,
    short: [],
    run: async (visitor) => {
      await visitor.open("playground.html?layers=2relu&batch=192&epoch=9990");
      const words = 'document.querySelector("#training-words")';
      const told = String(
        await visitor.until(`return /^Computing epoch [\\d,]+ of 9,990/.test(${words}.textContent) && ${words}.textContent`),
      );
      await visitor.until('return document.querySelector("[data-epoch]").dataset.epoch === "9990"');
      assert.equal(await visitor.ask(`return ${words}.hidden`), true);
      await visitor.ask('document.querySelector("#play").click()');
      await visitor.until(`return /^Training ends here/.test(${words}.textContent) && !${words}.hidden`);
      const button = 'document.querySelector("#play").textContent';
      await visitor.until(`return ${button} === "Play"`);
      await visitor.ask('document.querySelector("#play").click()');
      await visitor.until(`return ${button} === "Play"`);
      await silentSoFar(visitor, "playground.html");
      return told;
    },
  },
  {
    title: "one deed more than the address has room for is refused, and that is said",
    short: [],
    run: async (visitor) => {
      await visitor.open(`playground.html?events=${new Array(MOST_DEEDS).fill("renew0").join()}`);
      const words = 'document.querySelector("#deed-words").textContent';
      await visitor.until(`return ${words}.includes("no more than ${MOST_DEEDS} such deeds")`);
      await visitor.ask('document.querySelector("#kill").click(); document.querySelector("#step").click()');
      await visitor.until('return document.querySelector("[data-epoch]").dataset.epoch === "1"');
      const query = String(await visitor.until("return /epoch=1/.test(location.search) && location.search"));
      assert.equal(new URLSearchParams(query).get("events")?.split(",").length, MOST_DEEDS);
      assert.equal(await visitor.ask('return document.querySelector("#kill").getAttribute("aria-disabled")'), "true");
      await visitor.ask('document.querySelector("#reset").click()');
      await visitor.until('return document.querySelector("#kill").getAttribute("aria-disabled") === "false"');
      await silentSoFar(visitor, "playground.html");
      return `${MOST_DEEDS} deeds`;
    },
  },
];
