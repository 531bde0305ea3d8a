// What is seen of a network at a moment: everything that the page draws and says, as numbers that can be handed from thread to thread.
import type { LayerSettings } from "./settings.js";
import type { State } from "./trainer.js";

/** Fields along a side of the picture of regions, and of a unit's. */
export const SIDE = 64;
export const UNIT_SIDE = 32;
/** Bars of a histogram. */
export const BINS = 30;

/** Powers of ten between which gradients are counted. */
export const SMALLEST = -8;
export const LARGEST = 2;

export interface LayerView {
  readonly activation: LayerSettings["activation"];
  /** For each unit the training points that give it a gradient; 0: it is dead. */
  readonly live: Float32Array<ArrayBuffer>;
  /** The share of exact zeros among the outputs. */
  readonly sparsity: number;
  /** Counts of values before the activation, from −reach to reach. */
  readonly values: Float32Array<ArrayBuffer>;
  /** Of the gradients there, by their power of ten. */
  readonly gradients: Float32Array<ArrayBuffer>;
  /** Gradients that are exactly 0, of how many. */
  readonly zeroGradients: number;
  readonly countedGradients: number;
  /** The mean of |gradient|; NaN before the first step. */
  readonly meanGradient: number;
  /** The dense layer's weights, [units, inputs], and its biases. */
  readonly weights: Float32Array<ArrayBuffer>;
  readonly biases: Float32Array<ArrayBuffer>;
  /** prelu's. */
  readonly slopes: Float32Array<ArrayBuffer>;
}

export interface Snapshot extends State {
  /** Hidden units. */
  readonly units: number;
  readonly sound: boolean;
  readonly classes: number;
  /** Probabilities of the classes over the plane, [SIDE², classes], by rows from the top. */
  readonly regions: Float32Array<ArrayBuffer>;
  /** What each hidden unit gives over the plane: for one after the other, UNIT_SIDE² fields. */
  readonly maps: Float32Array<ArrayBuffer>;
  /** Of the layer after the last hidden one, [classes, units]. */
  readonly outWeights: Float32Array<ArrayBuffer>;
  /** Where the histograms of values end. */
  readonly reach: number;
  readonly layers: readonly LayerView[];
}
