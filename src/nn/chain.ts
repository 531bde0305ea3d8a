// Layers one after the other: checks what came, brings it into an arena once, runs all of them there, and takes the result out once.
import { copyInto, F32, part } from "../engine/elements.js";
import { refuse } from "../engine/errors.js";
import { type Shape, type Tensor, tensorOf, written } from "../engine/tensor.js";
import type { Arena } from "./arena.js";
import type { Layer } from "./layer.js";
import { type Place, Plan } from "./plan.js";
import { isSame, resultOf } from "./result.js";

/** Bytes that the results of a piece take at most, so that they stay in the second cache. */
const PIECE = 1 << 20;

interface Laid {
  readonly plan: Plan;
  readonly input: Place;
  readonly output: Place;
  /** The shape of one example. */
  readonly shape: Shape;
  readonly signature: number;
  /** Examples that a piece has at most. */
  readonly most: number;
}

/** What a backward goes back to. */
interface Pending extends Laid {
  readonly batch: number;
  /** Whether x had no batch axis. */
  readonly isOne: boolean;
}

export class Chain {
  private inference: Laid | undefined;
  private trained: Laid | undefined;
  private pending: Pending | undefined;

  constructor(private readonly layers: readonly Layer[]) {}

  forward(where: string, x: unknown, out: unknown): Tensor {
    for (const layer of this.layers) layer._alive("forward");
    const { data, shape } = tensorOf(where, "x", x);
    // Read before anything is laid out: from here on no code of a user's runs.
    const target = out === undefined ? undefined : tensorOf(where, "out", out);
    const isOne = this.isOne(shape);
    if (shape.length === 0) refuse(where, "x", "has shape []", "at least one axis", RangeError);
    const [batch, example] = isOne ? [1, shape] : [shape[0] as number, shape.slice(1)];
    const isTraining = this.layers.some((layer) => layer.training);
    const laid = this.lay(where, batch, example, isTraining);
    const { plan, input, output } = laid;
    const yShape = isOne ? [...output.shape] : [batch, ...output.shape];
    let result: Tensor;
    try {
      result = resultOf(where, target, yShape, [["x", data], ...(target ? plan.arrays() : [])]);
      for (const step of plan.steps) step.begin?.(batch);
    } catch (error) {
      // What was there stays as it was, for a backward too.
      if (laid !== this.inference && laid !== this.trained) plan.release();
      throw error;
    }
    this.install(laid, isTraining);
    const y = result.data;
    for (const layer of this.layers) layer.begin(batch);
    plan.bring(where);
    for (let start = 0; start < batch; start += plan.rows) {
      const rows = Math.min(plan.rows, batch - start);
      const isAll = rows === batch;
      copyInto(input.view(rows), isAll ? data : part(data, F32, start * input.size, rows * input.size), 0);
      plan.forward(rows, start);
      copyInto(y, output.view(rows), start * output.size);
    }
    if (isTraining) this.pending = { ...laid, batch, isOne };
    return target ? (out as Tensor) : result;
  }

  /** How many examples the next backward is of. */
  get batch(): number | undefined {
    return this.pending?.batch;
  }

  /** Nothing is there to go back to. */
  forget(): void {
    this.pending = undefined;
  }

  /** Whether x of this shape is one example without a batch axis: all layers have to do without. */
  private isOne(shape: Shape): boolean {
    const definite = this.layers.filter((layer) => layer.isDefinite);
    return definite.every((layer) => layer.takesOne) && (definite[0]?.isOne(shape) ?? false);
  }

  backward(where: string, dy: unknown): Tensor {
    for (const layer of this.layers) layer._alive("backward");
    for (const layer of this.layers)
      if (!layer.training) refuse(where, layer.constructor.name, "is not in training", "train() before forward and backward");
    const { pending } = this;
    if (!pending || pending.signature !== this.signature())
      return refuse(where, "this call", "has no forward before it", "one made in training");
    const { plan, input, output, batch, isOne } = pending;
    const { data, shape } = tensorOf(where, "dy", dy);
    const [yShape, xShape] = [output, input].map((place) => (isOne ? [...place.shape] : [batch, ...place.shape])) as [number[], number[]];
    if (written(shape) !== written(yShape))
      refuse(where, "dy", `has shape ${written(shape)}`, `${written(yShape)} (the shape of y)`, RangeError);
    copyInto(output.gradientView(batch), data, 0);
    plan.backward(where, batch);
    return { data: input.gradientView(batch).slice(), shape: xShape };
  }

  release(): void {
    this.inference?.plan.release();
    this.trained?.plan.release();
    this.inference = undefined;
    this.trained = undefined;
    this.pending = undefined;
  }

  /** Changes with every switch between training and inference, of any layer. */
  private signature(): number {
    let sum = 0;
    for (const layer of this.layers) sum += layer._switches;
    return sum;
  }

  /** The plan for a shape: the one there is, or a new one. */
  private lay(where: string, batch: number, shape: Shape, isTraining: boolean): Laid {
    const old = isTraining ? this.trained : this.inference;
    const signature = this.signature();
    if (old && old.signature === signature && Math.min(batch, old.most) <= old.plan.rows && isSame(old.shape, shape)) return old;
    // Once for a single example, to see what it takes.
    const { plan: one } = this.build(new Plan(where, 1, batch, isTraining), shape);
    const most = isTraining ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(PIECE / (4 * one.length)));
    const rows = isTraining ? Math.max(1, batch) : Math.min(most, 2 ** Math.ceil(Math.log2(Math.max(1, batch))));
    const built = this.build(new Plan(where, rows, batch, isTraining), shape);
    built.plan.settle(this.homes());
    return { ...built, shape, signature, most };
  }

  /** From now on a batch goes through this one. */
  private install(laid: Laid, isTraining: boolean): void {
    const old = isTraining ? this.trained : this.inference;
    if (old !== laid) old?.plan.release();
    if (isTraining) {
      this.trained = laid;
      this.pending = undefined;
    } else this.inference = laid;
  }

  private build(plan: Plan, shape: Shape): Pick<Laid, "plan" | "input" | "output"> {
    const input = plan.place(shape);
    let output = input;
    for (const layer of this.layers) {
      const next = layer.build(plan, output);
      if (next.room !== output.room) plan.discard(output);
      output = next;
    }
    return { plan, input, output };
  }

  /** Where the layers live, those with most to bring elsewhere first. */
  private homes(): Arena[] {
    const lengths = new Map<Arena, number>();
    for (const { home, extent } of this.layers) if (home) lengths.set(home, (lengths.get(home) ?? 0) + extent);
    return [...lengths].sort(([, a], [, b]) => b - a).map(([arena]) => arena);
  }
}
