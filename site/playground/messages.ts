// What the page and the thread that trains say to each other.
import type { Done } from "./deeds.js";
import type { Snapshot } from "./seen.js";
import type { Deed, Event, Run } from "./settings.js";
import type { State } from "./trainer.js";

/** Epochs a second. */
export const paces = { slow: 4, normal: 30, fast: 240 } as const;
export type Pace = keyof typeof paces;

export type Request =
  /** A new network, trained at once as far as the run says. */
  | { readonly kind: "start"; readonly run: Run; readonly id: number }
  /** Trains on, up to an epoch, or for ever. */
  | { readonly kind: "play"; readonly until?: number | undefined }
  | { readonly kind: "pause" }
  /** One epoch. */
  | { readonly kind: "step" }
  | { readonly kind: "pace"; readonly pace: Pace }
  | { readonly kind: "act"; readonly deed: Deed }
  /** The last snapshot of this start has been drawn. */
  | { readonly kind: "drawn"; readonly id: number };

export interface Report {
  readonly kind: "report";
  /** Of the start that it belongs to. */
  readonly id: number;
  readonly playing: boolean;
  readonly snapshot: Snapshot;
  /** The states after epochs from `from` on, up to the snapshot's; of long trainings not each (history.ts). */
  readonly from: number;
  readonly history: readonly State[];
  readonly done: readonly (Event & Done)[];
}

/** What is trained at once takes a while. */
export interface Progress {
  readonly kind: "progress";
  readonly id: number;
  readonly epoch: number;
  /** The last one that is trained at once. */
  readonly of: number;
}

export type FromTrainer = Report | Progress;
