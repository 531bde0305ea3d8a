// A model through its life, wherever it is: loaded from a file, inferred, trained for ten steps. All of its numbers in one hash, which is the same
// in every environment that runs the kernels.

/** Numbers between −1 and 1 from an integer hash. */
const fill = (shape, seed) => {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < data.length; i++) {
    let h = Math.imul(i + 1, 2654435761) ^ Math.imul(seed, 40503);
    h = Math.imul(h ^ (h >>> 15), 2246822519);
    data[i] = ((h ^ (h >>> 13)) >>> 0) / 2 ** 31 - 1;
  }
  return { data, shape };
};

/** `nn` is relu-simd/nn, `activations` is relu-simd. */
export const train = (nn, { leakyRelu, relu, silu, softmax }) => {
  let hash = 0x811c9dc5;
  const add = ({ data }) => {
    for (const bits of new Uint32Array(data.slice().buffer)) hash = Math.imul(hash ^ bits, 0x01000193);
  };
  const run = (model, x) => {
    const targets = Array.from({ length: x.shape[0] }, (_, i) => (i * 7) % 3);
    // By way of a file: what is loaded is what was saved.
    const state = model.stateDict();
    for (const [i, [name, { shape }]] of Object.entries(state).entries())
      if (!/running|tracked/.test(name)) state[name].data.set(fill(shape, i + 1).data.map((value) => value / 3));
    model.loadStateDict(nn.readSafetensors(nn.writeSafetensors(state)));
    add(softmax(model.forward(x)));
    model.train();
    const optimizer = new nn.AdamW(model.parameters(), { lr: 0.01 });
    const losses = [];
    for (let step = 0; step < 10; step++) {
      optimizer.zeroGrad();
      const { loss, gradient } = nn.crossEntropy(model.forward(x), targets);
      add(model.backward(gradient));
      nn.clipGradNorm(model.parameters(), 1);
      optimizer.step();
      losses.push(loss);
    }
    model.eval();
    const y = model.forward(x);
    add(y);
    for (const tensor of Object.values(model.stateDict())) add(tensor);
    model.dispose();
    return losses[9] < losses[0] && y.data.every(Number.isFinite);
  };
  nn.manualSeed(1);
  const { Sequential, Conv2d, BatchNorm2d, MaxPool2d, AvgPool2d, Flatten, Linear, LayerNorm, Dropout, LSTM, RNN, GRU, PReLU, activation } =
    nn;
  const images = new Sequential(
    new Conv2d(2, 8, 3, { padding: 1 }),
    new BatchNorm2d(8),
    relu,
    new MaxPool2d(2),
    new Conv2d(8, 8, 3, { groups: 8, padding: "same" }),
    new PReLU({ numParameters: 8 }),
    new AvgPool2d(2),
    new Flatten(),
    new Dropout(0.25),
    new Linear(32, 20),
    silu,
    new Linear(20, 3),
  );
  const series = new Sequential(
    new RNN(5, 6, { nonlinearity: "relu" }),
    new GRU(6, 7),
    new LSTM(7, 9, { returnSequences: false }),
    new LayerNorm(9),
    activation(leakyRelu, { negativeSlope: 0.2 }),
    new Linear(9, 3),
  );
  const learns = run(images, fill([20, 2, 8, 8], 5)) && run(series, fill([6, 7, 5], 6));
  return { learns, hash: (hash >>> 0).toString(16) };
};
