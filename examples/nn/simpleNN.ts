// PyTorch's first program: a class with layers, and a forward of its own.
import { relu } from "relu-simd"; //                       torch.relu
import { Linear, Module, manualSeed, type Tensor, tensor } from "relu-simd/nn";
import { numbers, start } from "./start.js";

class SimpleNN extends Module {
  //                                                       class SimpleNN(nn.Module):
  fc1 = new Linear(20, 10); //                                 self.fc1 = nn.Linear(20, 10)
  fc2 = new Linear(10, 1); //                                  self.fc2 = nn.Linear(10, 1)

  override forward(x: Tensor): Tensor {
    //                                                         def forward(self, x):
    x = relu(this.fc1.forward(x)); //                              x = torch.relu(self.fc1(x))
    return this.fc2.forward(x); //                                 return self.fc2(x)
  }
}

export const run = () => {
  manualSeed(42); //                                       torch.manual_seed(42)
  const model = new SimpleNN(); //                         model = SimpleNN().eval()
  const x = tensor(numbers(4 * 20), [4, 20]);
  const y = model.forward(x); //                           y = model(x)
  return {
    parameters: model.namedParameters().map(([name, { shape }]) => `${name} [${shape}]`),
    shape: y.shape,
    y: Array.from(y.data),
    // The first row alone has the bits that it has in the batch.
    alone: Array.from(model.forward(tensor(x.data.subarray(0, 20), [1, 20])).data),
  };
};

start(import.meta.url, run);
