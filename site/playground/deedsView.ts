// Killing units and trying to revive them, and the sentence that says what came of it.
import { byId, html, isOff, setOff } from "../shared/dom.js";
import type { Report } from "./messages.js";
import { type Deed, eventsAt, MOST_DEEDS, type Run } from "./settings.js";
import { deedInWords, deedNames, noMoreDeeds, waitedInWords } from "./words.js";

/** Epochs of just training on. */
const WAIT = 100;

export interface Acts {
  readonly act: (deed: Deed) => void;
  readonly wait: (epochs: number) => void;
}

export class DeedsView {
  private readonly words = byId("deed-words", HTMLElement);
  private readonly usual = this.words.textContent;
  private waiting: { readonly epoch: number; readonly dead: number } | undefined;
  private last: Report | undefined;
  private said = "";
  private isFull = false;
  private readonly kill = byId("kill", HTMLButtonElement);
  private readonly revive = byId("revive", HTMLButtonElement);
  private readonly remedy = byId("remedy", HTMLSelectElement);

  constructor({ act, wait }: Acts) {
    const { kill, revive, remedy } = this;
    const remedies = ["wait", "leaky", "renew"] as const;
    remedy.append(...remedies.map((name) => html("option", { value: name, selected: name === "leaky" }, deedNames[name])));
    remedy.addEventListener("change", () => this.allow());
    kill.addEventListener("click", () => {
      if (isOff(kill)) return;
      this.waiting = undefined;
      act("kill");
    });
    revive.addEventListener("click", () => {
      if (isOff(revive)) return;
      const chosen = remedies.find((name) => name === remedy.value) ?? "leaky";
      this.waiting = undefined;
      if (chosen === "wait") {
        const seen = this.last?.snapshot;
        this.waiting = { epoch: seen?.epoch ?? 0, dead: seen?.dead ?? 0 };
      } else act(chosen);
      wait(WAIT);
    });
  }

  forget(): void {
    this.waiting = undefined;
    this.last = undefined;
    this.isFull = false;
    this.allow();
    this.say(this.usual);
  }

  see(report: Report, { settings, events }: Run): void {
    this.last = report;
    const { snapshot, done } = report;
    this.isFull = eventsAt(snapshot.epoch, done, events).length >= MOST_DEEDS;
    this.allow();
    const deed = done.at(-1);
    const end = this.isFull ? ` ${noMoreDeeds}` : "";
    if (this.waiting) this.say(waitedInWords(this.waiting, snapshot), report.playing);
    else if (deed) this.say(deedInWords(deed, snapshot, settings) + end, report.playing && snapshot.epoch > deed.epoch);
  }

  /** Waiting is no deed: there is always room for it. */
  private allow(): void {
    setOff(this.kill, this.isFull);
    setOff(this.revive, this.isFull && this.remedy.value !== "wait");
  }

  /** While training goes on the numbers change, but are read out once it stops. */
  private say(words: string, isPassing = false): void {
    if (words === this.said) return;
    this.said = words;
    this.words.setAttribute("aria-busy", String(isPassing));
    this.words.textContent = words;
  }
}
