// TensorFlow.js once it is loaded, in Node or in a page: from and to arrays, and from tensor to tensor.

import { endToEnd, resident } from "./around.js";
import type { Absent, Contender } from "./contender.js";
import { factorsOf, type Task } from "./task.js";
import type { Core, Tensor } from "./tfjsCore.js";
import { functionsOf } from "./tfjsFunctions.js";

export const contendersOn = (tf: Core, backend: "wasm" | "cpu", task: Task): readonly (Contender | Absent)[] => {
  const { op, kind, length, cols } = task;
  const name = { peer: `@tensorflow/tfjs-backend-${backend}` };
  const f = functionsOf(tf, task)[op];
  if (!f) return [{ ...name, way: "end to end", why: "no such function" }];
  const shape = cols ? [length / cols, cols] : [length];
  // The other one takes turns with it. Where a backend has been there before, setting it is done at once.
  const comeHome = (): void => {
    if (tf.getBackend() !== backend) void tf.setBackend(backend);
  };
  const place = (x: Float32Array): Tensor => {
    comeHome();
    return tf.tensor(x, shape, "float32");
  };
  const slope = kind === "gradient" ? tf.grad(f) : undefined;
  const dy = slope && factorsOf(task);
  const residentDy = dy && place(dy);
  const compute = (x: Tensor, by: Tensor | undefined): Tensor => tf.tidy(() => (slope && by ? slope(x, by) : f(x)));
  const read = (x: Tensor, by: Tensor | undefined): Float32Array => {
    const y = compute(x, by);
    const values = y.dataSync();
    y.dispose();
    return values;
  };
  return [
    endToEnd(name, (x) => {
      const [tensor, by] = [place(x), dy && place(dy)];
      const values = read(tensor, by);
      tensor.dispose();
      by?.dispose();
      return values;
    }),
    resident(name, {
      place,
      compute: (x) => {
        comeHome();
        compute(x, residentDy).dispose();
      },
      read: (x) => {
        comeHome();
        return read(x, residentDy);
      },
      free: (x) => x.dispose(),
    }),
  ];
};
