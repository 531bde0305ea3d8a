// What the layers of this package have in common: a chain of one, through which they run alone, and the arena of their parameters.
import { optionsOf } from "../engine/options.js";
import type { Shape, Tensor } from "../engine/tensor.js";
import { type Arena, arenaWith } from "./arena.js";
import { Chain } from "./chain.js";
import { Module } from "./module.js";
import { end, Parameter } from "./parameter.js";
import type { Place, Plan } from "./plan.js";

/** Options of every layer's `forward`. */
export interface ForwardOptions {
  /** A tensor of y's shape to fill and return; it shares no memory with x. Default: a new one. */
  readonly out?: Tensor | undefined;
}

const known: readonly string[] = ["out"];

export abstract class Layer extends Module {
  /** The arena of its parameters, and how many float32 they are. @internal */
  declare home: Arena | undefined;
  /** @internal */
  declare extent: number;
  declare private readonly chain: Chain;
  /** The parameters that were made for it. */
  declare private readonly made: Parameter[];

  constructor() {
    super();
    const own: Record<string, unknown> = { home: undefined, extent: 0, chain: new Chain([this]), made: [] };
    for (const name in own) Object.defineProperty(this, name, { value: own[name], writable: true });
  }

  /**
   * y from x.
   * @throws TypeError or RangeError if x is no tensor of a shape that this layer takes, or `out` none of y's
   */
  override forward(x: Tensor, options?: ForwardOptions): Tensor {
    this._alive("forward");
    const where = `${this.constructor.name}.forward`;
    return this.chain.forward(where, x, options === undefined ? undefined : optionsOf(where, options, known)["out"]);
  }

  /**
   * The gradient with respect to x of the last `forward` made in training, from that with respect to y; adds to the parameters' `grad`.
   * @throws TypeError without `train()` and a forward before it; RangeError if dy has not y's shape
   */
  override backward(dy: Tensor): Tensor {
    this._alive("backward");
    return this.chain.backward(`${this.constructor.name}.backward`, dy);
  }

  /** Adds its steps for x to a plan and gives the place of y. Refuses a shape that does not fit; does nothing else. @internal */
  abstract build(plan: Plan, x: Place): Place;

  /** Whether it goes into a chain with its neighbours. @internal */
  get joins(): boolean {
    return true;
  }

  /** Whether its shape tells if x has a batch axis. @internal */
  get isDefinite(): boolean {
    return true;
  }

  /** Whether it does without a batch axis. @internal */
  get takesOne(): boolean {
    return false;
  }

  /** Whether x of this shape is one example without a batch axis. @internal */
  isOne(_shape: Shape): boolean {
    return false;
  }

  /** Before the pieces of a batch. @internal */
  begin(_batch: number): void {}

  /** @internal */
  override _release(): void {
    this.chain.release();
    for (const parameter of this.made.splice(0)) {
      this.home?.release(parameter.data);
      this.home?.release(parameter.grad);
      end(parameter);
    }
  }

  /** How many examples the next backward of this layer alone is of. @internal */
  protected get pendingBatch(): number | undefined {
    return this.chain.batch;
  }

  /** Parameters of these shapes, zeros, in one arena. */
  protected learnable(...shapes: readonly Shape[]): Parameter[] {
    const lengths = shapes.map((shape) => shape.reduce((a, b) => a * b, 1));
    const extent = lengths.reduce((a, b) => a + b, 0);
    // Half is left to work in, and for the buffers of an optimizer.
    const arena = arenaWith(this.constructor.name, 8 * extent + 128 * shapes.length, 0.5);
    this.home = arena;
    this.extent += extent;
    return shapes.map((shape, i) => {
      const [data, grad] = [0, 1].map(() => arena.take(lengths[i] as number) as Float32Array) as [Float32Array, Float32Array];
      const parameter = new Parameter(shape, data, grad);
      this.made.push(parameter);
      return parameter;
    });
  }
}

/** The shape of a batch as messages write it. */
export const batchShape = (plan: Plan, x: Place): number[] => [plan.batch, ...x.shape];
