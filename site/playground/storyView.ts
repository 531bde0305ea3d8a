// The stories: a button each, and the step that is told.
import { byId, html, isOff, setOff } from "../shared/dom.js";
import type { Snapshot } from "./seen.js";
import { type Step, type Story, stories } from "./stories.js";

export class StoryView {
  private readonly card = byId("story", HTMLElement);
  private readonly title = byId("step-title", HTMLElement);
  private readonly next = byId("step-next", HTMLButtonElement);
  private readonly chips: readonly HTMLButtonElement[];
  private story: Story | undefined;
  private at = 0;
  private isReached = false;

  /** `tell`: the step's network is to be shown and trained. `changed`: another step, or none, is told. */
  constructor(
    private readonly tell: (step: Step) => void,
    private readonly changed: () => void,
  ) {
    this.chips = stories.map((story) => {
      const chip = html("button", { type: "button", "data-story": story.id, "aria-pressed": "false" }, story.title);
      chip.addEventListener("click", () => this.open(story.id, 0));
      return chip;
    });
    byId("story-list", HTMLDivElement).append(...this.chips);
    this.next.addEventListener("click", () => {
      if (!isOff(this.next)) this.goOn();
    });
    byId("step-again", HTMLButtonElement).addEventListener("click", () => this.begin());
    byId("story-close", HTMLButtonElement).addEventListener("click", () => {
      const chip = this.chips.find(({ dataset }) => dataset["story"] === this.story?.id);
      this.close();
      // The button is gone, and the focus would be nowhere.
      chip?.focus();
    });
  }

  get step(): Step | undefined {
    return this.story?.steps[this.at];
  }

  /** Which step is told; "" is none. */
  get place(): { readonly story: string; readonly step: number } {
    return { story: this.story?.id ?? "", step: this.story ? this.at : 0 };
  }

  /** Shows a step without training it: an address says how far it is. */
  show(id: string, at: number): void {
    this.story = stories.find((story) => story.id === id);
    this.at = Math.min(at, (this.story?.steps.length ?? 1) - 1);
    this.write();
  }

  close(): void {
    this.story = undefined;
    this.write();
    this.changed();
  }

  /** Compares the step's goal with what is seen. */
  see(seen: Snapshot): void {
    const { step } = this;
    if (!step) return;
    // What was reached stays so: the numbers go on.
    this.isReached ||= step.goal.reached(seen);
    const words = this.isReached ? `Reached. ${step.goal.now(seen)}` : `Wait until ${step.goal.aim}.`;
    const place = byId("step-goal", HTMLElement);
    // Said again only when there is something new to say: once when it is reached, once at the end.
    if (this.card.dataset["reached"] !== String(this.isReached) || seen.epoch === step.until || place.textContent === "")
      place.textContent = words;
    this.card.dataset["reached"] = String(this.isReached);
    setOff(this.next, !this.isReached);
  }

  private open(id: string, at: number): void {
    this.show(id, at);
    this.begin();
    this.card.scrollIntoView({ block: "nearest" });
    this.read();
  }

  /** Another step is read from its title on. */
  private read(): void {
    this.title.focus({ preventScroll: true });
  }

  private begin(): void {
    const { step } = this;
    if (!step) return;
    this.write();
    this.tell(step);
    this.changed();
  }

  private goOn(): void {
    const { story } = this;
    if (!story) return;
    if (this.at + 1 < story.steps.length) this.at++;
    else {
      const after = stories[(stories.indexOf(story) + 1) % stories.length] as Story;
      this.story = after;
      this.at = 0;
    }
    this.begin();
    this.read();
  }

  private write(): void {
    const { story, step, card } = this;
    this.isReached = false;
    card.hidden = !step;
    this.chips.forEach((chip) => {
      chip.setAttribute("aria-pressed", String(chip.dataset["story"] === story?.id));
    });
    if (!story || !step) {
      for (const name of ["story", "step", "reached"]) delete card.dataset[name];
      return;
    }
    card.dataset["story"] = story.id;
    card.dataset["step"] = String(this.at + 1);
    card.dataset["steps"] = String(story.steps.length);
    card.dataset["reached"] = "false";
    byId("step-place", HTMLElement).textContent = `${story.title} Step ${this.at + 1} of ${story.steps.length}`.replace(
      /(\w) Step/,
      "$1 · step",
    );
    this.title.textContent = step.title;
    byId("step-text", HTMLElement).textContent = step.text;
    byId("step-goal", HTMLElement).textContent = "";
    this.next.textContent = this.at + 1 < story.steps.length ? "Next" : "Next story";
    setOff(this.next, true);
  }
}
