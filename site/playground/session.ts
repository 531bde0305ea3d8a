// A network that trains in the background: in slices, so that it answers at once, and with a snapshot 30 times a second at most, each only when
// the last one has been drawn. What is drawn when has no say in the numbers.
import { type FromTrainer, type Pace, paces, type Request } from "./messages.js";
import { type Deed, eventsAt, MOST_DEEDS, MOST_EPOCHS, type Run } from "./settings.js";
import { look } from "./snapshot.js";
import { Trainer } from "./trainer.js";

export interface Surroundings {
  readonly post: (message: FromTrainer) => void;
  /** Calls once, after so many milliseconds. */
  readonly later: (call: () => void, ms: number) => void;
  readonly now: () => number;
}

/** Milliseconds between snapshots, and those of a slice of training. */
const FRAME = 1000 / 30;
const SLICE = 16;
/** Between words about how far it has come with what is trained at once. */
const PATIENCE = 200;

export class Session {
  private trainer: Trainer | undefined;
  /** How far it trains at once, and what is done on the way. */
  private target: Run | undefined;
  private id = 0;
  private until = 0;
  private pace: Pace = "normal";
  /** Where the pace counts from. */
  private since = { at: 0, epoch: 0 };
  private isTicking = false;
  private isDrawing = false;
  private isStale = false;
  /** The next epoch to tell of. */
  private told = 0;
  private waitedAt = 0;

  constructor(private readonly around: Surroundings) {}

  receive(request: Request): void {
    const { trainer } = this;
    if (request.kind === "start") this.start(request.run, request.id);
    else if (request.kind === "drawn") this.isDrawing &&= request.id !== this.id;
    else if (request.kind === "pace") this.pace = request.pace;
    else if (request.kind === "pause") this.stop();
    else if (trainer && request.kind === "play") this.play(request.until ?? MOST_EPOCHS);
    else if (trainer && request.kind === "step" && trainer.sound) this.play(trainer.epoch + 1);
    else if (trainer && request.kind === "act") this.act(trainer, request.deed);
    if (request.kind !== "drawn") this.count();
    this.tick();
  }

  private start(run: Run, id: number): void {
    this.trainer?.dispose();
    this.trainer = new Trainer(run.settings);
    this.trainer.due(run.events);
    this.target = run;
    this.id = id;
    this.until = 0;
    this.told = 0;
    this.isStale = true;
    // Of the network before nothing more is drawn.
    this.isDrawing = false;
    this.waitedAt = this.around.now();
  }

  /** No further than an address can say. */
  private play(until: number): void {
    this.until = Math.min(until, MOST_EPOCHS);
    // Where there is nothing left to train, that is told.
    this.isStale = true;
  }

  private act(trainer: Trainer, deed: Deed): void {
    // One more would not fit into the address.
    if (eventsAt(trainer.epoch, trainer.done, this.target?.events ?? []).length >= MOST_DEEDS) return;
    trainer.act(deed);
    this.told = Math.min(this.told, trainer.epoch);
    this.isStale = true;
  }

  private stop(): void {
    this.until = 0;
    if (this.target) this.target = { ...this.target, epoch: 0 };
    this.isStale = true;
  }

  private count(): void {
    this.since = { at: this.around.now(), epoch: this.trainer?.epoch ?? 0 };
  }

  private get isPlaying(): boolean {
    const { trainer } = this;
    return trainer?.sound === true && trainer.epoch < this.until;
  }

  private get isCatchingUp(): boolean {
    const { trainer, target } = this;
    return trainer !== undefined && target !== undefined && trainer.sound && trainer.epoch < target.epoch;
  }

  private tick(): void {
    if (this.isTicking) return;
    this.train();
    this.show();
    if (!this.isPlaying && !this.isCatchingUp) return;
    this.isTicking = true;
    this.around.later(
      () => {
        this.isTicking = false;
        this.tick();
      },
      this.isCatchingUp ? 0 : FRAME,
    );
  }

  /** As many epochs as are due, or as a slice has time for. */
  private train(): void {
    const { trainer, around } = this;
    if (!trainer) return;
    const end = around.now() + SLICE;
    while (around.now() < end) {
      if (this.isCatchingUp) {
        this.advance(trainer);
        if (!this.isCatchingUp) this.count();
      } else if (this.isPlaying && (trainer.epoch - this.since.epoch) * 1000 <= (around.now() - this.since.at) * paces[this.pace]) {
        this.advance(trainer);
      } else return;
      this.isStale = true;
    }
    // What there was no time for is not made up.
    if (!this.isCatchingUp) this.count();
  }

  private advance(trainer: Trainer): void {
    trainer.advance();
    trainer.due(this.target?.events ?? []);
  }

  private show(): void {
    const { trainer } = this;
    if (trainer && this.isCatchingUp) this.wait(trainer.epoch);
    if (!trainer || !this.isStale || this.isDrawing || this.isCatchingUp) return;
    this.isStale = false;
    this.isDrawing = true;
    const from = this.told;
    this.told = trainer.epoch + 1;
    const history = trainer.history.filter(({ epoch }) => epoch >= from);
    this.around.post({
      kind: "report",
      id: this.id,
      playing: this.isPlaying,
      snapshot: look(trainer),
      from,
      history,
      done: [...trainer.done],
    });
  }

  private wait(epoch: number): void {
    const now = this.around.now();
    if (now - this.waitedAt < PATIENCE) return;
    this.waitedAt = now;
    this.around.post({ kind: "progress", id: this.id, epoch, of: this.target?.epoch ?? 0 });
  }
}
