// Killing units and trying to revive them, and the sentence that says what came of it.
import { byId, html } from "../shared/dom.js";
import type { Report } from "./messages.js";
import type { Deed, Settings } from "./settings.js";
import { deedInWords, deedNames, waitedInWords } from "./words.js";

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

  constructor({ act, wait }: Acts) {
    const remedy = byId("remedy", HTMLSelectElement);
    const remedies = ["wait", "leaky", "renew"] as const;
    remedy.append(...remedies.map((name) => html("option", { value: name, selected: name === "leaky" }, deedNames[name])));
    byId("kill", HTMLButtonElement).addEventListener("click", () => {
      this.waiting = undefined;
      act("kill");
    });
    byId("revive", HTMLButtonElement).addEventListener("click", () => {
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
    this.say(this.usual);
  }

  see(report: Report, settings: Settings): void {
    this.last = report;
    const { snapshot, done } = report;
    const deed = done.at(-1);
    if (this.waiting) this.say(waitedInWords(this.waiting, snapshot), report.playing);
    else if (deed) this.say(deedInWords(deed, snapshot, settings), report.playing && snapshot.epoch > deed.epoch);
  }

  /** While training goes on the numbers change, but are read out once it stops. */
  private say(words: string, isPassing = false): void {
    if (words === this.said) return;
    this.said = words;
    this.words.setAttribute("aria-busy", String(isPassing));
    this.words.textContent = words;
  }
}
