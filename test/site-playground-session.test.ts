// The thread that trains answers at once, draws no faster than it is read, and gives the same numbers at every pace.
import { describe, expect, test } from "vitest";
import { type Pace, type Progress, paces, type Report, type Request } from "../site/playground/messages.js";
import { Session } from "../site/playground/session.js";
import { addressOf, defaults, fields, layersOf, MOST_DEEDS, MOST_EPOCHS, type Run, runOf } from "../site/playground/settings.js";
import { memoriesOf } from "../site/playground/snapshot.js";
import { summary } from "../site/playground/words.js";
import { format, parse } from "../site/shared/state.js";

/** A session with a clock of its own, which goes on by a millisecond with each look at it, and by waiting. */
class Stage {
  readonly reports: Report[] = [];
  readonly progress: Progress[] = [];
  /** Whether reports are read at once. */
  reads = true;
  private now = 0;
  private readonly waiting: { readonly call: () => void; readonly at: number }[] = [];
  private readonly session = new Session({
    post: (message) => {
      if (message.kind === "progress") {
        this.progress.push(message);
        return;
      }
      this.reports.push(message);
      // As the page does: later, never within the call.
      if (this.reads) this.waiting.push({ call: () => this.session.receive({ kind: "drawn", id: message.id }), at: this.now });
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
/** An epoch of it is one small step. */
const tiny: Run["settings"] = { ...defaults, layers: layersOf("relu", 1), batch: 192 };
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
    stage.send({ kind: "drawn", id: 1 });
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

  test("a new start does not wait until the old network is drawn, nor takes its picture for its own", () => {
    const stage = started();
    stage.reads = false;
    stage.send({ kind: "play", until: 3 });
    stage.pass();
    stage.send({ kind: "start", run, id: 2 });
    stage.pass();
    expect(stage.last).toMatchObject({ id: 2, snapshot: { epoch: 0 } });
    const shown = stage.reports.length;
    stage.send({ kind: "step" });
    stage.pass();
    stage.send({ kind: "drawn", id: 1 });
    expect(stage.reports).toHaveLength(shown);
    stage.send({ kind: "drawn", id: 2 });
    expect(stage.last).toMatchObject({ id: 2, snapshot: { epoch: 1 } });
  });

  test("tells how far it has come with what is trained at once", () => {
    const stage = started({ settings: tiny, epoch: 600 });
    expect(stage.progress.length).toBeGreaterThan(1);
    expect(stage.progress.every(({ id, epoch, of }) => id === 1 && epoch < 600 && of === 600)).toBe(true);
    expect(stage.reports).toHaveLength(1);
    expect(started({ epoch: 40 }).progress).toHaveLength(0);
  });

  test("training beyond what charts show piles nothing up, and they have it all", () => {
    const { last } = started({ settings: tiny, epoch: 3001 });
    expect(last.snapshot.epoch).toBe(3001);
    expect(last.history.length).toBeLessThanOrEqual(1000);
    expect([last.history[0]?.epoch, last.history.at(-1)?.epoch]).toEqual([0, 3001]);
  });

  test("ends with the last epoch that an address has, and says so again when asked to play", () => {
    const stage = started({ settings: tiny, epoch: MOST_EPOCHS - 2 });
    for (let turn = 0; turn < 2; turn++) {
      const shown = stage.reports.length;
      stage.send({ kind: "play" });
      expect(stage.pass()).toBe(false);
      expect(stage.reports.length).toBeGreaterThan(shown);
      expect(stage.last).toMatchObject({ playing: false, snapshot: { epoch: MOST_EPOCHS } });
    }
    stage.send({ kind: "step" });
    stage.pass();
    expect(stage.last.snapshot.epoch).toBe(MOST_EPOCHS);
    stage.send({ kind: "act", deed: "kill" });
    stage.pass();
    const { done, snapshot } = stage.last;
    const left: Run = { ...run, events: done.map(({ epoch, deed }) => ({ epoch, deed })), epoch: snapshot.epoch };
    expect(left.events).toHaveLength(1);
    expect(runOf(parse(fields, format(fields, addressOf(left))))).toEqual(left);
  });

  test("does no more than an address has: the deeds to come are among them", () => {
    const stage = started({ events: [{ epoch: 5, deed: "leaky" }] });
    for (let deed = 0; deed < MOST_DEEDS + 1; deed++) stage.send({ kind: "act", deed: "renew" });
    stage.send({ kind: "play", until: 6 });
    stage.pass();
    expect(stage.last.done).toHaveLength(MOST_DEEDS);
    expect(stage.last.done.at(-1)?.deed).toBe("leaky");
    const left = addressOf({ ...run, events: stage.last.done, epoch: 6 });
    expect(parse(fields, format(fields, left)).events).toHaveLength(MOST_DEEDS);
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
    const shown = stage.reports.length;
    stage.send({ kind: "play" });
    expect(stage.pass()).toBe(false);
    expect(stage.reports.slice(shown)).toMatchObject([{ playing: false }]);
  });
});
