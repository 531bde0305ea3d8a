// Trains the classifier on pictures that it draws, and writes model.safetensors: npm run train
import { writeFileSync } from "node:fs";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { Adam, crossEntropy, manualSeed, type Sequential, tensor, writeSafetensors } from "relu-simd/nn";
import { type Digits, drawDigits } from "./digits.js";
import { makeModel, SIZE } from "./model.js";

const BATCH = 64;

/** The share of pictures that the model tells right. */
export const accuracy = (model: Sequential, { pixels, labels }: Digits): number => {
  const { data } = model.forward(tensor(pixels, [labels.length, SIZE * SIZE]));
  const isRight = (label: number, i: number): boolean => {
    const row = data.subarray(10 * i, 10 * i + 10);
    return row.indexOf(Math.max(...row)) === label;
  };
  return labels.filter(isRight).length / labels.length;
};

/** A model trained on these, and the mean loss of each epoch. */
export const train = (
  { pixels, labels }: Digits,
  epochs: number,
  tell?: (line: string) => void,
): { model: Sequential; losses: number[] } => {
  manualSeed(1);
  const model = makeModel().train();
  const optimizer = new Adam(model.parameters(), { lr: 2e-3, weightDecay: 1e-4 });
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    // Smaller steps towards the end.
    optimizer.lr = 2e-3 * (1 - epoch / epochs);
    let sum = 0;
    // The pictures are in random order already.
    for (let start = 0; start < labels.length; start += BATCH) {
      const targets = labels.subarray(start, start + BATCH);
      const x = tensor(pixels.subarray(start * SIZE * SIZE, (start + targets.length) * SIZE * SIZE), [targets.length, SIZE * SIZE]);
      const { loss, gradient } = crossEntropy(model.forward(x), targets);
      optimizer.zeroGrad();
      model.backward(gradient);
      optimizer.step();
      sum += loss * targets.length;
    }
    losses.push(sum / labels.length);
    tell?.(`epoch ${epoch + 1}: loss ${(sum / labels.length).toFixed(4)}`);
  }
  return { model: model.eval(), losses };
};

if (argv[1] === fileURLToPath(import.meta.url)) {
  const began = performance.now();
  const digits = drawDigits(15_000, 1);
  console.log(`drawn in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  const { model } = train(digits, 15, console.log);
  const heldOut = drawDigits(2000, 2);
  console.log(`accuracy on 2000 pictures that it has not seen: ${(100 * accuracy(model, heldOut)).toFixed(1)} %`);
  const file = fileURLToPath(new URL("model.safetensors", import.meta.url));
  writeFileSync(file, writeSafetensors(model.stateDict(), { metadata: { pixels: `${SIZE} x ${SIZE}` } }));
  console.log(`model.safetensors written, ${((performance.now() - began) / 1000).toFixed(1)} s in all`);
}
