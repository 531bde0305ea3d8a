// Looks at a network that trains; seen.ts says at what.
import { softmax } from "relu-simd";
import { sparsity } from "relu-simd/nn";
import { gridOf } from "./data.js";
import type { Hidden } from "./net.js";
import { BINS, type LayerView, SIDE, type Snapshot, UNIT_SIDE } from "./seen.js";
import { unitsOf } from "./settings.js";
import type { Trainer } from "./trainer.js";
import { derivativeOf, histogram, liveRows, reach, sizesOf } from "./vitals.js";

const plane = { data: gridOf(SIDE), shape: [SIDE * SIDE, 2] };

/** Every other field of every other row, for each unit of a layer. */
const addMaps = (maps: Float32Array, from: number, data: Float32Array, units: number): void => {
  const step = SIDE / UNIT_SIDE;
  for (let unit = 0; unit < units; unit++)
    for (let row = 0; row < UNIT_SIDE; row++)
      for (let column = 0; column < UNIT_SIDE; column++)
        maps[(from + unit) * UNIT_SIDE ** 2 + row * UNIT_SIDE + column] = data[(row * SIDE + column) * step * units + unit] as number;
};

const layerOf = ({ settings, curve, z, y, linear, slopes }: Hidden, gradients: Float32Array, reached: number): LayerView => {
  const sizes = sizesOf(gradients, BINS);
  return {
    activation: settings.activation,
    live: liveRows(derivativeOf(curve.backward, z)),
    sparsity: sparsity(y),
    values: histogram(z.data, -reached, reached, BINS),
    gradients: sizes.counts,
    zeroGradients: sizes.zeros,
    countedGradients: gradients.length,
    meanGradient: sizes.mean,
    weights: linear.weight.data.slice() as Float32Array<ArrayBuffer>,
    biases: linear.bias.data.slice() as Float32Array<ArrayBuffer>,
    slopes: Float32Array.from(slopes.flatMap(({ data }) => [...data])),
  };
};

/** Looks at it all; the network stays as it is. */
export const look = (trainer: Trainer): Snapshot => {
  const { net, data, epoch, settings, sound, state, gradients } = trainer;
  const units = unitsOf(settings);
  net.eval().forward(data.train.places);
  const reached = reach(net.hidden.map(({ z }) => z.data));
  const layers = net.hidden.map((layer, i) => layerOf(layer, epoch > 0 ? (gradients[i] as Float32Array) : new Float32Array(0), reached));
  const regions = softmax(net.forward(plane)).data as Float32Array<ArrayBuffer>;
  const maps = new Float32Array(units * UNIT_SIDE ** 2);
  let from = 0;
  for (const layer of net.hidden) {
    addMaps(maps, from, layer.y.data, layer.units);
    from += layer.units;
  }
  const outWeights = net.last.weight.data.slice() as Float32Array<ArrayBuffer>;
  return { ...state, units, sound, classes: data.classes, regions, maps, outWeights, reach: reached, layers };
};

/** The memories of its arrays, to be given away. */
export const memoriesOf = ({ regions, maps, outWeights, layers }: Snapshot): ArrayBuffer[] =>
  [
    regions,
    maps,
    outWeights,
    ...layers.flatMap(({ live, values, gradients, weights, biases, slopes }) => [live, values, gradients, weights, biases, slopes]),
  ].map(({ buffer }) => buffer);
