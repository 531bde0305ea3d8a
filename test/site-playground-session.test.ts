// The thread that trains answers at once, draws no faster than it is read, and gives the same numbers at every pace.
import { describe, expect, test } from "vitest";
import { type Pace, paces, type Report, type Request } from "../site/playground/messages.js";
import { Session } from "../site/playground/session.js";
import { defaults, layersOf, type Run } from "../site/playground/settings.js";
import { memoriesOf } from "../site/playground/snapshot.js";
import { deedInWords, layerInWords, percent, regionsInWords, summary, unitInWords, waitedInWords } from "../site/playground/words.js";

/** A session with a clock of its own, which goes on by a millisecond with each look at it, and by waiting. */
class Stage {
  readonly reports: Report[] = [];
  /** Whether reports are read at once. */
  reads = true;
  private now = 0;
  private readonly waiting: { readonly call: () => void; readonly at: number }[] = [];
  private readonly session = new Session({
    post: (report) => {
      this.reports.push(report);
      // As the page does: later, never within the call.
      if (this.reads) this.waiting.push({ call: () => this.session.receive({ kind: "drawn" }), at: this.now });
    },
    later: (call, ms) => void this.waiting.push({ call, at: this.now + ms }),
    now: () => (this.now += 1),
  });

  send(request: Request): void {
    this.session.receive(request);
  }

  /** Lets time pass until nothing is waited for, or `ms` are over. Returns whether something is waited for still. */
  pass(ms = Number.POSITIVE_INFINITY): boolean {
    const end = this.now + ms;
    for (;;) {
      this.waiting.sort((a, b) => a.at - b.at);
      const next = this.waiting[0];
      if (!next || next.at > end) break;
      this.waiting.shift();
      this.now = Math.max(this.now, next.at);
      next.call();
    }
    return this.waiting.length > 0;
  }

  get last(): Report {
    const report = this.reports.at(-1);
    if (!report) throw new Error("no report yet");
    return report;
  }
}

const run: Run = { settings: { ...defaults, layers: layersOf("relu", 4, 3) }, events: [], epoch: 0 };
const bits = ({ snapshot }: Report): string =>
  memoriesOf(snapshot)
    .map((memory) => Buffer.from(memory).toString("hex"))
    .join();

const started = (changes: Partial<Run> = {}): Stage => {
  const stage = new Stage();
  stage.send({ kind: "start", run: { ...run, ...changes }, id: 1 });
  stage.pass();
  return stage;
};

describe("a session", () => {
  test("shows the network before it is trained", () => {
    const { reports } = started();
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ id: 1, playing: false, from: 0, snapshot: { epoch: 0, units: 7 } });
  });

  test("plays up to an epoch and no further, at every pace with the same bits", () => {
    const ends = (Object.keys(paces) as Pace[]).map((pace) => {
      const stage = started();
      stage.send({ kind: "pace", pace });
      stage.send({ kind: "play", until: 23 });
      expect(stage.pass()).toBe(false);
      expect(stage.last).toMatchObject({ playing: false, snapshot: { epoch: 23 } });
      expect(stage.reports.flatMap(({ history }) => history)).toHaveLength(24);
      return { bits: bits(stage.last), reports: stage.reports.length };
    });
    expect(new Set(ends.map((end) => end.bits)).size).toBe(1);
    // A slow one shows more of it than a fast one.
    expect(ends[0]?.reports).toBeGreaterThan(ends[2]?.reports ?? Number.NaN);
  });

  test("waits with pictures until the last one is drawn, and trains on meanwhile", () => {
    const stage = started();
    stage.reads = false;
    stage.send({ kind: "play", until: 20 });
    stage.pass();
    const shown = stage.reports.length;
    expect(shown).toBe(2);
    stage.send({ kind: "drawn" });
    expect(stage.reports).toHaveLength(3);
    expect(stage.last.snapshot.epoch).toBe(20);
    expect(stage.last.from + stage.last.history.length).toBe(21);
  });

  test("pauses at once, and steps one epoch", () => {
    const stage = started();
    stage.send({ kind: "play" });
    expect(stage.pass(300)).toBe(true);
    stage.send({ kind: "pause" });
    stage.pass();
    const { epoch } = stage.last.snapshot;
    expect(epoch).toBeGreaterThan(0);
    expect(stage.last.playing).toBe(false);
    stage.send({ kind: "step" });
    stage.pass();
    expect(stage.last.snapshot.epoch).toBe(epoch + 1);
    expect(stage.pass()).toBe(false);
  });

  test("a run of an address is the picture that was left", () => {
    const stage = started();
    stage.send({ kind: "play", until: 10 });
    stage.pass();
    stage.send({ kind: "act", deed: "kill" });
    stage.pass();
    stage.send({ kind: "play", until: 15 });
    stage.pass();
    const { done, snapshot } = stage.last;
    expect(done).toMatchObject([{ deed: "kill", epoch: 10 }]);
    const again = started({ events: done, epoch: snapshot.epoch });
    expect(bits(again.last)).toBe(bits(stage.last));
    expect(again.last.history).toHaveLength(16);
  });

  test("what is done changes the last epoch that was told, and that is told again", () => {
    const stage = started();
    stage.send({ kind: "play", until: 5 });
    stage.pass();
    stage.send({ kind: "act", deed: "kill" });
    stage.pass();
    const { from, history, snapshot } = stage.last;
    expect([from, history.length]).toEqual([5, 1]);
    expect(history[0]?.dead).toBe(snapshot.dead);
  });

  test("what is to be done later is done while it plays", () => {
    const stage = started({ events: [{ epoch: 5, deed: "kill" }] });
    stage.send({ kind: "play", until: 6 });
    stage.pass();
    expect(stage.last.done).toMatchObject([{ deed: "kill", epoch: 5 }]);
  });

  test("a new start forgets the old network, and its reports say so", () => {
    const stage = started();
    stage.send({ kind: "play" });
    stage.pass(100);
    stage.send({ kind: "start", run: { ...run, settings: { ...run.settings, seed: 2 } }, id: 2 });
    stage.pass();
    expect(stage.last).toMatchObject({ id: 2, playing: false, from: 0, snapshot: { epoch: 0 } });
  });

  test("stops where the loss is no number any more", () => {
    const stage = started({
      settings: { ...defaults, rate: 10, optimizer: "momentum", layers: layersOf("leakyRelu", 8, 8), slope: 1, data: "spirals2" },
    });
    stage.send({ kind: "pace", pace: "fast" });
    stage.send({ kind: "play", until: 2000 });
    expect(stage.pass()).toBe(false);
    expect(stage.last).toMatchObject({ playing: false, snapshot: { sound: false } });
    expect(summary(stage.last.snapshot)).toContain("no number any more");
  });
});

describe("words", () => {
  const seen = { dead: 5, units: 7, epoch: 30 };
  const killed = { epoch: 10, deed: "kill", touched: 4, dead: 1 } as const;

  test("say what was done and what came of it", () => {
    const words = deedInWords(killed, seen, run.settings);
    expect(words).toContain("At epoch 10 the biases of 4 units");
    expect(words).toContain("1 of 7 were dead");
    expect(words).toContain("20 epochs later 5 of 7 units are dead");
    expect(words).toContain("does not bring them back");
    expect(deedInWords(killed, seen, { ...run.settings, layers: layersOf("silu", 7) })).toContain("can come back");
    expect(deedInWords({ ...killed, deed: "leaky" }, seen, { ...run.settings, slope: 0 })).toContain("slope 0.1");
    expect(deedInWords({ ...killed, deed: "renew" }, { ...seen, epoch: 10 }, run.settings)).toContain("Now 5 of 7");
    expect(waitedInWords({ epoch: 10, dead: 5 }, seen)).toContain("does not move by itself");
    expect(waitedInWords({ epoch: 10, dead: 6 }, seen)).toContain("came back");
  });

  test("say all and nothing of all and nothing alone", () => {
    expect([0, 0.001, 0.5, 0.999, 1, Number.NaN].map(percent)).toEqual(["0 %", "under 1 %", "50 %", "over 99 %", "100 %", "–"]);
  });

  test("say what is seen", () => {
    const { snapshot } = started({ epoch: 3 }).last;
    expect(summary(snapshot)).toMatch(/^Epoch 3\. Loss 0\.\d+ .* of 7 units (is|are) dead\.$/);
    expect(regionsInWords(snapshot)).toMatch(/after 3 epochs: \d+ % blue, \d+ % orange\./);
    const divided = { ...snapshot, regions: Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.6, 0.4, 0.7, 0.3) };
    expect(regionsInWords(divided)).toContain(": 75 % blue, 25 % orange.");
    expect(unitInWords(snapshot, 1, 2, 192)).toMatch(/^Layer 2, unit 3, relu: (dead|\d+ of 192)/);
    for (const layer of snapshot.layers)
      expect(layerInWords(layer)).toMatch(/^\d of \d dead, (over |under )?\d+ % of the outputs exactly 0, mean/);
  });
});
