// A training loop: points on three arms of a spiral, told apart by a network with one hidden layer.
import { relu } from "relu-simd";
import { crossEntropy, deadUnits, Linear, manualSeed, Sequential, SGD, tensor } from "relu-simd/nn";
import { start } from "./start.js";

const POINTS = 100;

/** Points [300, 2] and their arms. */
const spiral = () => {
  const points: number[][] = [];
  const arms: number[] = [];
  for (let arm = 0; arm < 3; arm++)
    for (let i = 0; i < POINTS; i++) {
      const radius = i / POINTS;
      const angle = 4 * (arm + radius) + 0.2 * Math.sin(i * 12.9898);
      points.push([radius * Math.cos(angle), radius * Math.sin(angle)]);
      arms.push(arm);
    }
  return { x: tensor(points), arms };
};

export const run = () => {
  manualSeed(42);
  const { x, arms } = spiral();
  const model = new Sequential(new Linear(2, 64), relu, new Linear(64, 3)).train(); // PyTorch's is in training from the start
  const optimizer = new SGD(model.parameters(), { lr: 0.5, momentum: 0.9 }); //        torch.optim.SGD(model.parameters(), 0.5, 0.9)
  const losses: number[] = [];
  for (let step = 0; step < 300; step++) {
    const { loss, gradient } = crossEntropy(model.forward(x), arms); //                loss = F.cross_entropy(model(x), arms)
    optimizer.zeroGrad(); //                                                           optimizer.zero_grad()
    model.backward(gradient); //                                                       loss.backward()
    optimizer.step(); //                                                               optimizer.step()
    losses.push(loss);
  }
  const { data } = model.eval().forward(x);
  const right = arms.filter((arm, i) => {
    const row = data.subarray(3 * i, 3 * i + 3);
    return row.indexOf(Math.max(...row)) === arm;
  }).length;
  // Units that are 0 for every point have died: no gradient reaches them.
  const hidden = relu((model[0] as Linear).forward(x));
  return { first: losses[0], last: losses.at(-1), accuracy: right / arms.length, dead: deadUnits(hidden).length };
};

start(import.meta.url, run);
