// The layers by relu-simd. They are end to end and nothing else: a result is an ordinary array, and what is between layers stays inside.
import { matmul, modelOf, stepOf, type Tensor } from "../../layers/models.js";
import { shapeOfX } from "../../layers/shapes.js";
import type { Absent, Contender } from "../contender.js";
import { joined, type Problem } from "./problem.js";

const PEER = "relu-simd";

const both = (plain: () => Tensor, into: (out: Tensor) => Tensor): readonly Contender[] => {
  let y = plain();
  const out = plain();
  return [
    {
      peer: PEER,
      form: "new array",
      way: "end to end",
      call: () => {
        y = plain();
      },
      result: () => y.data,
    },
    { peer: PEER, form: "with out", way: "end to end", call: () => into(out), result: () => out.data },
  ];
};

export const own = ({ shape, x: data, parameters }: Problem): readonly (Contender | Absent)[] => {
  const resident: Absent = { peer: PEER, way: "resident", why: "tensors are ordinary arrays" };
  const x: Tensor = { data, shape: shapeOfX(shape) };
  if (shape.kind === "product") {
    const b: Tensor = { data: parameters[0] as Float32Array, shape: x.shape };
    return [
      ...both(
        () => matmul(x, b),
        (out) => matmul(x, b, { out }),
      ),
      resident,
    ];
  }
  const model = modelOf(shape);
  const own = model.parameters().map((parameter) => parameter.data);
  const reset = (): void => {
    own.forEach((to, i) => {
      to.set(parameters[i] as Float32Array);
    });
  };
  reset();
  if (shape.kind !== "training")
    return [
      ...both(
        () => model.forward(x),
        (out) => model.forward(x, { out }),
      ),
      resident,
    ];
  const step = stepOf(model, shape.rows);
  const result = (): Float32Array => {
    reset();
    step(x);
    return joined(own);
  };
  return [{ peer: PEER, way: "end to end", call: () => step(x), result }, resident];
};
