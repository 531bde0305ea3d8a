// The network: 2 inputs, hidden layers that can be looked into, a logit for each class.
import { BatchNorm1d, init, Linear, Module, type Parameter, PReLU, Sequential, type Tensor } from "relu-simd/nn";
import { type Curve, curveOf } from "./activations.js";
import type { LayerSettings, Settings } from "./settings.js";

type Biased = { readonly weight: Parameter; readonly bias: Parameter };

/** Bias of all hidden units that start in the negative. */
const NEGATIVE = -3;
/** Gain of weights that are too small. */
const SMALL = 0.02;

const given = (parameter: Parameter | undefined): Parameter => {
  if (parameter === undefined) throw new TypeError("a layer of the playground lacks a parameter");
  return parameter;
};

/** A hidden layer. What goes into its activation, and what comes out, is kept from the last forward. */
export class Hidden extends Module {
  readonly before: Sequential;
  readonly linear: Biased;
  /** What the values before the activation are moved by last: batch norm's weight and bias where there is one, else the dense layer's. */
  readonly moved: Biased;
  after: Module;
  curve: Curve;
  z: Tensor = { data: new Float32Array(0), shape: [0, 0] };
  y: Tensor = this.z;
  /** The gradient before the activation, of the last backward. */
  dz: Tensor = this.z;

  constructor(
    readonly inputs: number,
    readonly settings: LayerSettings,
    { norm, slope }: Settings,
  ) {
    super();
    const linear = new Linear(inputs, settings.units);
    const normed = norm ? new BatchNorm1d(settings.units) : undefined;
    this.before = normed ? new Sequential(linear, normed) : new Sequential(linear);
    this.curve = curveOf(settings.activation, settings.units, slope);
    this.after = this.curve.layer;
    const hidden = (of: Linear | BatchNorm1d): Biased => ({ weight: given(of.weight), bias: given(of.bias) });
    this.linear = hidden(linear);
    this.moved = hidden(normed ?? linear);
  }

  get units(): number {
    return this.settings.units;
  }

  /** The slopes, if they are learnt. */
  get slopes(): readonly Parameter[] {
    return this.after instanceof PReLU ? [this.after.weight] : [];
  }

  /** Another activation behind the same weights. */
  bend(curve: Curve): void {
    this.after.dispose();
    this.curve = curve;
    this.after = this.training ? curve.layer.train() : curve.layer.eval();
  }

  override forward(x: Tensor): Tensor {
    this.z = this.before.forward(x);
    this.y = this.curve.layer.forward(this.z);
    return this.y;
  }

  override backward(dy: Tensor): Tensor {
    this.dz = this.curve.layer.backward(dy);
    return this.before.backward(this.dz);
  }
}

export class Net extends Module {
  readonly hidden: readonly Hidden[];
  readonly last: Linear;

  constructor(settings: Settings, classes: number) {
    super();
    const sizes = [2, ...settings.layers.map(({ units }) => units)];
    this.hidden = settings.layers.map((layer, i) => new Hidden(sizes[i] as number, layer, settings));
    this.last = new Linear(sizes.at(-1) as number, classes);
  }

  override forward(x: Tensor): Tensor {
    return this.last.forward(this.hidden.reduce((y, layer) => layer.forward(y), x));
  }

  override backward(gradient: Tensor): Tensor {
    return this.hidden.reduceRight((dy, layer) => layer.backward(dy), this.last.backward(gradient));
  }
}

/** Fills a weight as the settings say. */
export const fill = (weight: Tensor, start: Settings["start"]): void => {
  if (start === "xavier") init.xavierNormal(weight);
  else if (start === "small") init.xavierNormal(weight, { gain: SMALL });
  else init.kaimingNormal(weight, { nonlinearity: "relu" });
};

/** The first values of all parameters; from the package's generator, which the caller seeds. */
export const begin = (net: Net, start: Settings["start"]): void => {
  for (const { linear } of net.hidden) {
    fill(linear.weight, start);
    init.constant(linear.bias, start === "negative" ? NEGATIVE : 0);
  }
  init.xavierNormal(net.last.weight);
  init.constant(given(net.last.bias), 0);
};
