// Keras's SimpleRNN and LSTM with relu: 64 units on sequences of 10 steps and 50 features.
import { Linear, LSTM, manualSeed, RNN, Sequential, tensor } from "relu-simd/nn";
import { numbers, start } from "./start.js";

export const run = () => {
  manualSeed(42);
  const x = tensor(numbers(2 * 10 * 50), [2, 10, 50]);
  // As Keras has it, the last step alone; PyTorch and the default here give all of them.
  const last = { returnSequences: false };

  const simple = new Sequential(
    //                                                     keras.Sequential([keras.Input((10, 50)),
    new RNN(50, 64, { nonlinearity: "relu", ...last }), //     layers.SimpleRNN(64, activation="relu"),
    new Linear(64, 1), //                                      layers.Dense(1)])
  );
  const lstm = new LSTM(50, 64, { activation: "relu", ...last }); // layers.LSTM(64, activation="relu")
  const sequences = new RNN(50, 64, { nonlinearity: "relu" }); //    nn.RNN(50, 64, nonlinearity="relu", batch_first=True)

  const y = simple.forward(x);
  const all = sequences.forward(x); //                     y, h = rnn(x)
  return {
    simple: { shape: y.shape, y: Array.from(y.data) },
    lstm: { shape: lstm.forward(x).shape, h: lstm.state?.h.shape, c: lstm.state?.c.shape },
    sequences: {
      shape: all.shape,
      // The state is the last step.
      last: Array.from(all.data.subarray(9 * 64, 10 * 64)),
      h: Array.from(sequences.state?.h.data.subarray(0, 64) ?? []),
    },
  };
};

start(import.meta.url, run);
