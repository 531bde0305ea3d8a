// Models that tests of modules have in common.
import { leakyRelu, relu } from "./api.js";
import { activation, Linear, Module, Sequential, type Tensor } from "./nn.js";

export class Net extends Module {
  layer_1 = new Linear(4, 3);
  act = relu;
  blocks = [new Linear(3, 3), new Linear(3, 2)];
  hidden = new Sequential(new Linear(2, 2), relu);
  override forward(x: Tensor): Tensor {
    const y = relu(this.layer_1.forward(x).data);
    return this.hidden.forward(
      this.blocks.reduce<Tensor>((value, block) => block.forward(value), { data: y, shape: [x.shape[0] as number, 3] }),
    );
  }
}

export const mlp = (): Sequential =>
  new Sequential(new Linear(6, 5), relu, new Linear(5, 3), activation(leakyRelu, { negativeSlope: 0.2 }));
