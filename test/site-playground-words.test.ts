// The playground's sentences: right for none, one and many.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { defaults, layersOf, MOST_EPOCHS } from "../site/playground/settings.js";
import { look } from "../site/playground/snapshot.js";
import { stories } from "../site/playground/stories.js";
import { replay } from "../site/playground/trainer.js";
import {
  deedInWords,
  endInWords,
  layerInWords,
  percent,
  regionsInWords,
  summary,
  unitInWords,
  waitedInWords,
} from "../site/playground/words.js";

const settings = { ...defaults, layers: layersOf("relu", 4, 3) };
const snapshot = look(replay({ settings, events: [], epoch: 3 }));

describe("words", () => {
  const seen = { dead: 5, units: 7, epoch: 30 };
  const killed = { epoch: 10, deed: "kill", touched: 4, dead: 1 } as const;

  test("say what was done and what came of it", () => {
    const words = deedInWords(killed, seen, settings);
    expect(words).toContain("At epoch 10 the biases of 4 units");
    expect(words).toContain("1 of 7 units was dead");
    expect(words).toContain("20 epochs later 5 of 7 units are dead");
    expect(words).toContain("does not bring them back");
    expect(deedInWords(killed, seen, { ...settings, layers: layersOf("silu", 7) })).toContain("can come back");
    expect(deedInWords({ ...killed, deed: "leaky" }, seen, { ...settings, slope: 0 })).toContain("slope 0.1");
    expect(deedInWords({ ...killed, deed: "renew" }, { ...seen, epoch: 10 }, settings)).toContain("now 5 of 7 units are dead");
    expect(waitedInWords({ epoch: 10, dead: 5 }, seen)).toContain("does not move by itself");
    expect(waitedInWords({ epoch: 10, dead: 6 }, seen)).toContain("came back");
  });

  test("of nobody and of one are sentences of their own", () => {
    const done = { epoch: 10, touched: 0, dead: 0 };
    const none = { dead: 0, units: 7, epoch: 11 };
    expect(deedInWords({ ...done, deed: "kill" }, none, settings)).toBe(
      "At epoch 10 no unit was killed: a layer keeps one that lives. Before, no unit was dead, 1 epoch later 0 of 7 units are dead.",
    );
    expect(deedInWords({ ...done, deed: "kill", touched: 1 }, none, settings)).toContain("the bias of 1 unit was moved");
    expect(deedInWords({ ...done, deed: "renew" }, none, settings)).toContain("no unit was dead, so none got new weights");
    expect(deedInWords({ ...done, deed: "renew", touched: 1, dead: 1 }, none, settings)).toContain("the dead unit got new weights");
    expect(deedInWords({ ...done, deed: "leaky" }, none, { ...settings, layers: layersOf("tanh", 7) })).toContain("nothing changed");
    expect(waitedInWords({ epoch: 10, dead: 0 }, none)).toContain("nobody to revive");
    expect(regionsInWords({ ...snapshot, epoch: 1 })).toContain("after 1 epoch:");
    const [first] = snapshot.layers;
    const one = { ...snapshot, layers: [{ ...(first as NonNullable<typeof first>), live: Float32Array.of(1) }] };
    expect(unitInWords(one, 0, 0, 192)).toContain("1 of 192 training points gives it");
    const goals = stories.flatMap(({ steps }) => steps.map(({ goal }) => goal.now({ ...snapshot, epoch: 1, dead: 1 })));
    for (const goal of goals) expect(goal).not.toMatch(/\b1 (epochs|units are)\b/);
  });

  test("say where training ends, and the page says the same", () => {
    expect(endInWords(MOST_EPOCHS - 1)).toBe("");
    expect(endInWords(MOST_EPOCHS)).toContain("10,000 epochs");
    expect(readFileSync("site/playground.html", "utf8")).toContain(`after ${MOST_EPOCHS.toLocaleString("en")} epochs`);
  });

  test("say all and nothing of all and nothing alone", () => {
    expect([0, 0.001, 0.5, 0.999, 1, Number.NaN].map(percent)).toEqual(["0 %", "under 1 %", "50 %", "over 99 %", "100 %", "–"]);
  });

  test("say what is seen", () => {
    expect(summary(snapshot)).toMatch(/^Epoch 3\. Loss 0\.\d+ .* of 7 units (is|are) dead\.$/);
    expect(regionsInWords(snapshot)).toMatch(/after 3 epochs: \d+ % blue, \d+ % orange\./);
    const divided = { ...snapshot, regions: Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.6, 0.4, 0.7, 0.3) };
    expect(regionsInWords(divided)).toContain(": 75 % blue, 25 % orange.");
    expect(unitInWords(snapshot, 1, 2, 192)).toMatch(/^Layer 2, unit 3, relu: (dead|\d+ of 192)/);
    for (const layer of snapshot.layers)
      expect(layerInWords(layer)).toMatch(/^\d of \d dead, (over |under )?\d+ % of the outputs exactly 0, mean/);
  });
});
