// An activation as a layer: the functions of the main entry, called on arrays that are where their kernels find them.
import { describe, refuse } from "../engine/errors.js";
import { optionsOf } from "../engine/options.js";
import type { Shape, Tensor } from "../engine/tensor.js";
import { Layer } from "./layer.js";
import type { Place, Plan } from "./plan.js";

type Call = (...args: unknown[]) => unknown;
/** A function of the main entry. */
export interface Activation {
  (x: Tensor, ...options: never[]): unknown;
  readonly backward: (dy: never, x: never, ...options: never[]) => unknown;
}
type Callable = Call & { backward: Call; definition: object };

/** Whether it is an activation of this package that needs no weight. */
export const isActivation = (value: unknown): value is Activation =>
  typeof value === "function" && "definition" in value && "backward" in value && !("dweight" in (value.definition as object));

class ActivationLayer extends Layer {
  declare private readonly call: Callable;
  declare private readonly options: object;

  constructor(call: Activation, options: object) {
    super();
    for (const [name, value] of Object.entries({ call, options })) Object.defineProperty(this, name, { value });
  }

  /** @internal */
  override get isDefinite(): boolean {
    return false;
  }

  /** @internal */
  override build(plan: Plan, x: Place): Place {
    const { call, options } = this;
    return "df" in call.definition ? elementwise(plan, x, call, options) : overRows(plan, x, call, options);
  }
}

/** Element by element; in place where x is needed no more. */
const elementwise = (plan: Plan, x: Place, call: Callable, options: object): Place => {
  // To see that its options are right.
  call(new Float32Array(0), options);
  const y = plan.isTraining ? plan.place(x.shape) : x;
  const read = { ...options, out: undefined as Float32Array | undefined };
  plan.steps.push({
    forward: (rows) => {
      read.out = y.view(rows);
      call(x.view(rows), read);
    },
    backward: (rows) => {
      read.out = x.gradientView(rows);
      call.backward(y.gradientView(rows), x.view(rows), read);
    },
  });
  return y;
};

/** Along the last axis; what shape comes out is asked of the function itself. */
const overRows = (plan: Plan, x: Place, call: Callable, options: object): Place => {
  const empty = call({ data: new Float32Array(0), shape: [0, ...x.shape] }, options) as Tensor;
  const y = plan.place(empty.shape.slice(1));
  const tensor = (rows: number, shape: Shape, data: Float32Array): Tensor => ({ data, shape: [rows, ...shape] });
  plan.steps.push({
    forward: (rows) => {
      call(tensor(rows, x.shape, x.view(rows)), { ...options, out: tensor(rows, y.shape, y.view(rows)) });
    },
    backward: (rows) => {
      const dy = tensor(rows, y.shape, y.gradientView(rows));
      const out = tensor(rows, x.shape, x.gradientView(rows));
      call.backward(dy, tensor(rows, x.shape, x.view(rows)), { ...options, out });
    },
  });
  return y;
};

/** Options of an activation, as the last signature of its gradient has them: those of its own. */
type OptionsOf<A extends Activation> = A["backward"] extends (dy: never, x: never, ...options: infer R) => unknown
  ? Omit<NonNullable<R[0]>, "out" | "cols" | "inner">
  : never;

/**
 * An activation with its options, as a layer.
 *
 * Without options the function itself will do: `new Sequential(new Linear(4, 3), relu)`. softmax's family and the gated units go along the last axis.
 * `prelu`, which has a weight, is the layer `PReLU`.
 * Error: that of the activation.
 * @param call  an activation of the main entry
 * @param options  its options, without `out`
 * @throws TypeError if it is none, or has no such option; RangeError if an option is out of its range
 * @example activation(leakyRelu, { negativeSlope: 0.5 }).forward(tensor([-1, 2])).data;   // [-0.5, 2]
 */
export const activation = <A extends Activation>(call: A, options?: OptionsOf<A>): Layer => {
  const where = "activation";
  if (!isActivation(call)) refuse(where, "call", describe(call), "an activation, as relu or softmax");
  const read: Record<string, unknown> = {};
  const known: string[] = [];
  // Those of a prototype too, each once.
  for (const name in options) if (!["out", "cols", "inner"].includes(name)) known.push(name);
  for (const name of known) read[name] = optionsOf(where, options, known)[name];
  // Those that have to be right whatever x is.
  const empty = new Float32Array(0);
  (call as unknown as Call)("df" in (call as unknown as Callable).definition ? empty : { data: empty, shape: [0, 2] }, read);
  return new ActivationLayer(call, read);
};
