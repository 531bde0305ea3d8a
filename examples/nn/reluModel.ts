// Two convolutions and two dense layers with relu between them: as a class, and as a Sequential.
import { relu } from "relu-simd"; //                       F.relu
import { Conv2d, Flatten, flatten, Linear, Module, manualSeed, Sequential, type Tensor, tensor } from "relu-simd/nn";
import { numbers, start } from "./start.js";

export class ReluModel extends Module {
  //                                                       class ReluModel(nn.Module):
  conv1 = new Conv2d(1, 32, 3, { padding: 1 }); //             self.conv1 = nn.Conv2d(1, 32, 3, padding=1)
  conv2 = new Conv2d(32, 64, 3, { padding: 1 }); //            self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
  fc1 = new Linear(64 * 7 * 7, 128); //                        self.fc1 = nn.Linear(64 * 7 * 7, 128)
  fc2 = new Linear(128, 10); //                                self.fc2 = nn.Linear(128, 10)

  override forward(x: Tensor): Tensor {
    //                                                         def forward(self, x):
    x = relu(this.conv1.forward(x)); //                            x = F.relu(self.conv1(x))
    x = relu(this.conv2.forward(x)); //                            x = F.relu(self.conv2(x))
    x = flatten(x); //                                             x = torch.flatten(x, 1)
    x = relu(this.fc1.forward(x)); //                              x = F.relu(self.fc1(x))
    return this.fc2.forward(x); //                                 return self.fc2(x)
  }
}

export const sequential = (): Sequential =>
  new Sequential(
    //                                                     nn.Sequential(
    new Conv2d(1, 32, 3, { padding: 1 }), //                   nn.Conv2d(1, 32, 3, padding=1),
    relu, //                                                   nn.ReLU(),
    new Conv2d(32, 64, 3, { padding: 1 }), //                  nn.Conv2d(32, 64, 3, padding=1),
    relu, //                                                   nn.ReLU(),
    new Flatten(), //                                          nn.Flatten(),
    new Linear(64 * 7 * 7, 128), //                            nn.Linear(64 * 7 * 7, 128),
    relu, //                                                   nn.ReLU(),
    new Linear(128, 10), //                                    nn.Linear(128, 10))
  );

export const run = () => {
  manualSeed(42);
  const model = new ReluModel();
  const same = sequential();
  // One state for both. The names are PyTorch's: "conv1.weight" there, "0.weight" here.
  const names = Object.keys(same.stateDict());
  const state = Object.values(model.stateDict());
  same.loadStateDict(Object.fromEntries(state.map((value, i) => [names[i], value])));

  // 64 · 7 · 7: images of 7 × 7, since padding 1 keeps the size. With `new MaxPool2d(2)` after each relu they may be 28 × 28.
  const x = tensor(numbers(2 * 7 * 7), [2, 1, 7, 7]);
  const y = model.forward(x);
  return {
    names: { class: Object.keys(model.stateDict()), sequential: names },
    shape: y.shape,
    class: Array.from(y.data),
    sequential: Array.from(same.forward(x).data),
  };
};

start(import.meta.url, run);
