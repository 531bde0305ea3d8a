// Matrix products by numpy-ts, which has no layers. Its WebAssembly memory does not grow, so every array has to be given back.
import { shapeOfX } from "../../layers/shapes.js";
import type { Absent, Contender } from "../contender.js";
import { load } from "../load.js";
import type { Problem } from "./problem.js";

interface Values {
  readonly data: Float32Array;
  dispose(): void;
}
interface Numpy {
  empty(shape: readonly number[], type: "float32"): Values;
  matmul(a: Values, b: Values): Values;
}

export const numpy = async ({ shape, x, parameters }: Problem): Promise<readonly (Contender | Absent)[]> => {
  const peer = "numpy-ts";
  if (shape.kind !== "product") return [{ peer, way: "end to end", why: "no layers" }];
  const np = await load<Numpy>(peer);
  const place = (data: Float32Array): Values => {
    const values = np.empty(shapeOfX(shape), "float32");
    values.data.set(data);
    return values;
  };
  const b = parameters[0] as Float32Array;
  const [keptA, keptB] = [place(x), place(b)];
  let y: Float32Array = new Float32Array(0);
  return [
    {
      peer,
      way: "end to end",
      call: () => {
        const [left, right] = [place(x), place(b)];
        const product = np.matmul(left, right);
        y = product.data.slice();
        for (const each of [left, right, product]) each.dispose();
      },
      result: () => y,
    },
    {
      peer,
      way: "resident",
      call: () => np.matmul(keptA, keptB).dispose(),
      result: () => {
        const product = np.matmul(keptA, keptB);
        const values = product.data.slice();
        product.dispose();
        return values;
      },
    },
  ];
};
