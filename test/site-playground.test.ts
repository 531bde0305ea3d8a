// The playground's numbers: what counts as dead, that a seed gives one picture, that every story reaches its end.
import { leakyRelu, relu } from "relu-simd";
import { tensor } from "relu-simd/nn";
import { describe, expect, test } from "vitest";
import { curveOf } from "../site/playground/activations.js";
import { dataOf, gridOf, TEST, TRAIN } from "../site/playground/data.js";
import { activationNames } from "../site/playground/names.js";
import { SIDE, type Snapshot, UNIT_SIDE } from "../site/playground/seen.js";
import {
  addressOf,
  dataNames,
  defaults,
  fields,
  layersOf,
  MOST_LAYERS,
  type Run,
  runOf,
  type Settings,
} from "../site/playground/settings.js";
import { look, memoriesOf } from "../site/playground/snapshot.js";
import { type Step, stories } from "../site/playground/stories.js";
import { replay, Trainer } from "../site/playground/trainer.js";
import { deadOf, derivativeOf, histogram, liveRows, peaks, reach, sizesOf } from "../site/playground/vitals.js";
import { format, parse } from "../site/shared/state.js";

const seen = (run: Partial<Settings>, epoch: number, events: Run["events"] = []): Snapshot => {
  const trainer = replay({ settings: { ...defaults, ...run }, events, epoch });
  const snapshot = look(trainer);
  trainer.dispose();
  return snapshot;
};

/** Everything in it, bit by bit. */
const bitsOf = (snapshot: Snapshot): string =>
  memoriesOf(snapshot)
    .map((memory) => Buffer.from(memory).toString("hex"))
    .join();

describe("vital signs", () => {
  const z = tensor([
    [-1, 2, -0],
    [-3, -1, 0],
  ]);

  test("a unit is dead if its derivative is 0 for all rows, and only then", () => {
    expect(deadOf(derivativeOf(relu.backward, z))).toEqual([0, 2]);
    expect([...liveRows(derivativeOf(relu.backward, z))]).toEqual([0, 1, 0]);
  });

  test("what leaks lives", () => {
    expect(deadOf(derivativeOf((dy, x) => leakyRelu.backward(dy, x, { negativeSlope: 0.01 }), z))).toEqual([]);
  });

  test("an output of 0 is no death, but saturation is in the end", () => {
    const far = tensor([[0, -200]]);
    expect(deadOf(derivativeOf(curveOf("sigmoid", 2, 0).backward, far))).toEqual([1]);
    expect(deadOf(derivativeOf(curveOf("silu", 2, 0).backward, tensor([[0, 0]])))).toEqual([]);
  });

  test("every activation has a gradient around 1 or beyond, and none is a hole in the list", () => {
    for (const name of activationNames) {
      const derivative = derivativeOf(curveOf(name, 1, 0.1).backward, tensor([[0.9], [2]]));
      expect(deadOf(derivative), name).toEqual([]);
    }
  });

  test("histograms count all but NaN, ends included", () => {
    expect([...histogram(Float32Array.of(-9, -1, -0.1, 0, 0.9, 1, 9, Number.NaN), -1, 1, 4)]).toEqual([2, 1, 1, 3]);
    expect(reach([Float32Array.of(0.1, -0.2)])).toBe(1);
    expect(reach([Float32Array.of(0.1, -5)])).toBe(1);
    expect(reach([Float32Array.from({ length: 1000 }, (_, i) => -i / 100)])).toBe(16);
    expect(reach([])).toBe(1);
    const { counts, zeros, mean } = sizesOf(Float32Array.of(0, -0, 1e-8, -1, 99), 10);
    expect(zeros).toBe(2);
    expect([counts[0], counts[8], counts[9]]).toEqual([1, 1, 1]);
    expect(mean).toBeCloseTo(20, 6);
    expect([...peaks(z)]).toEqual([-1, 2, -0]);
  });
});

describe("points", () => {
  test.each(dataNames)("%s: as many of each class, all different, the same for a seed alone", (data) => {
    const settings = { ...defaults, data };
    const { classes, train, test: held } = dataOf(settings);
    for (const { classes: kinds, places } of [train, held]) {
      const counts = Array.from({ length: classes }, (_, which) => kinds.filter((kind) => kind === which).length);
      expect(new Set(counts).size).toBe(1);
      expect(places.data.every(Number.isFinite)).toBe(true);
    }
    expect([train.classes.length, held.classes.length]).toEqual([TRAIN, TEST]);
    expect(dataOf(settings).train.places.data).toEqual(train.places.data);
    expect(dataOf({ ...settings, seed: 2 }).train.places.data).not.toEqual(train.places.data);
    expect(dataOf({ ...settings, noise: 0.5 }).train.places.data).not.toEqual(train.places.data);
  });
});

describe("the plane", () => {
  test("is gone through row by row from the top", () => {
    expect([...gridOf(2)].map((value) => Number(value.toFixed(5)))).toEqual([-1.1, 1.1, 1.1, 1.1, -1.1, -1.1, 1.1, -1.1]);
  });

  test("a unit's map has what the unit gives at every other field", () => {
    const { maps, layers } = seen({ layers: layersOf("relu", 3) }, 4);
    const [{ weights, biases } = { weights: [], biases: [] }] = layers;
    const plane = gridOf(SIDE);
    for (const [unit, row, column] of [
      [0, 0, 31],
      [1, 31, 0],
      [2, 7, 20],
      [0, 20, 7],
      [1, 3, 3],
    ] as const) {
      const at = 2 * ((row * SIDE + column) * (SIDE / UNIT_SIDE));
      const z = [0, 1].reduce((sum, i) => sum + (weights[2 * unit + i] as number) * (plane[at + i] as number), biases[unit] as number);
      expect(maps[(unit * UNIT_SIDE + row) * UNIT_SIDE + column]).toBeCloseTo(Math.max(z, 0), 5);
    }
  });
});

describe("a step", () => {
  const trained = (settings: Partial<Settings>): Trainer => {
    const trainer = new Trainer({ ...defaults, batch: TRAIN, ...settings });
    trainer.advance();
    return trainer;
  };

  test("gradients are those of a point, whatever the batch", () => {
    const trainer = trained({ layers: layersOf("relu", 4) });
    const dz = trainer.net.hidden[0]?.dz.data ?? new Float32Array(0);
    expect(trainer.gradients[0]).toEqual(dz.map((value) => value * TRAIN));
    expect(dz.some((value) => value !== 0)).toBe(true);
    trainer.dispose();
  });

  test("slopes go a tenth as far as weights", () => {
    const trainer = trained({ layers: layersOf("prelu", 2), rate: 1, slope: 0.1 });
    const [slopes] = trainer.net.hidden[0]?.slopes ?? [];
    slopes?.data.forEach((slope, i) => {
      expect(slope).toBeCloseTo(0.1 - 0.1 * (slopes.grad?.[i] ?? Number.NaN), 6);
    });
    expect(slopes?.data).toHaveLength(2);
    trainer.dispose();
  });

  test("is no longer than it is clipped to", () => {
    expect(bitsOf(seen({ clip: 0.1 }, 2))).not.toBe(bitsOf(seen({ clip: 0 }, 2)));
  });
});

describe("a run", () => {
  const settings: Partial<Settings> = { data: "spirals3", layers: layersOf("prelu", 5, 8, 3), optimizer: "adam", rate: 0.03, norm: true };
  const events: Run["events"] = [
    { epoch: 3, deed: "kill" },
    { epoch: 6, deed: "renew" },
  ];

  test("has the same bits again, and others with another seed", () => {
    const bits = bitsOf(seen(settings, 12, events));
    expect(bitsOf(seen(settings, 12, events))).toBe(bits);
    expect(bitsOf(seen({ ...settings, seed: 2 }, 12, events))).not.toBe(bits);
    expect(bitsOf(seen(settings, 12))).not.toBe(bits);
  });

  test("is the same whether it is looked at on the way or not, beside another one or alone", () => {
    const trainer = new Trainer({ ...defaults, ...settings });
    const other = new Trainer({ ...defaults, seed: 5 });
    trainer.due(events);
    while (trainer.epoch < 12) {
      trainer.advance();
      other.advance();
      look(trainer);
      trainer.due(events);
      other.act("renew");
      look(trainer);
    }
    expect(bitsOf(look(trainer))).toBe(bitsOf(seen(settings, 12, events)));
    trainer.dispose();
    other.dispose();
  });

  test("of each activation, optimizer and start gives numbers", () => {
    for (const activation of activationNames) expect(seen({ layers: layersOf(activation, 3) }, 1).sound, activation).toBe(true);
    for (const optimizer of ["sgd", "momentum", "adam"] as const) expect(seen({ optimizer, rate: 0.01 }, 1).sound).toBe(true);
    for (const start of ["he", "xavier", "small", "negative"] as const) expect(seen({ start, norm: true, clip: 1 }, 1).sound).toBe(true);
    for (const batch of [8, 16, 32, 64, 192]) expect(seen({ batch, norm: true }, 1).sound).toBe(true);
  });

  test("prelu's slopes learn", () => {
    const slopes = seen({ layers: layersOf("prelu", 4), slope: 0.1 }, 5).layers[0]?.slopes ?? [];
    expect(slopes).toHaveLength(4);
    expect([...slopes].filter((slope) => slope !== Math.fround(0.1)).length).toBeGreaterThan(0);
  });

  test("has as many maps and counts as units", () => {
    const { units, maps, layers, regions } = seen({ layers: layersOf("relu", 1, 8, 2, 3, 4, 5) }, 0);
    expect(units).toBe(23);
    expect(maps).toHaveLength(23 * 32 * 32);
    expect(layers.map(({ live }) => live.length)).toEqual([1, 8, 2, 3, 4, 5]);
    for (const { values, live } of layers) expect(values.reduce((sum, count) => sum + count, 0)).toBe(TRAIN * live.length);
    for (let i = 0; i < regions.length; i += 2) expect((regions[i] ?? 0) + (regions[i + 1] ?? 0)).toBeCloseTo(1, 5);
  });
});

describe("what is done to units", () => {
  const relus: Partial<Settings> = { layers: layersOf("relu", 8, 8) };
  const killed: Run["events"] = [{ epoch: 20, deed: "kill" }];

  test("killed units are dead at once, and relu does not bring them back", () => {
    const before = seen(relus, 20).dead;
    const trainer = replay({ settings: { ...defaults, ...relus }, events: killed, epoch: 20 });
    const [done] = trainer.done;
    expect(done?.dead).toBe(before);
    expect(trainer.state.dead).toBeGreaterThanOrEqual(before + (done?.touched ?? Number.NaN));
    const firstDead = trainer.dead()[0] ?? [];
    const { linear } = trainer.net.hidden[0] ?? {};
    const kept = firstDead.map((unit) => linear?.weight.data.slice(2 * unit, 2 * unit + 2));
    for (let i = 0; i < 100; i++) trainer.advance();
    expect(trainer.dead()[0]).toEqual(expect.arrayContaining([...firstDead]));
    expect(firstDead.map((unit) => linear?.weight.data.slice(2 * unit, 2 * unit + 2))).toEqual(kept);
    trainer.dispose();
  });

  test("with batch norm they are killed as well", () => {
    expect(seen({ ...relus, norm: true }, 20, killed).dead).toBeGreaterThanOrEqual(8);
  });

  test("a layer keeps one unit", () => {
    const trainer = replay({ settings: { ...defaults, layers: layersOf("relu", 1, 1) }, events: [{ epoch: 0, deed: "kill" }], epoch: 0 });
    expect(trainer.done).toMatchObject([{ touched: 0 }]);
    trainer.dispose();
  });

  test("renewed behind batch norm, they begin as new ones do there", () => {
    const trainer = replay({ settings: { ...defaults, ...relus, norm: true }, events: killed, epoch: 20 });
    const dead = trainer.dead();
    trainer.act("renew");
    trainer.net.hidden.forEach(({ moved }, i) => {
      for (const unit of dead[i] ?? []) expect([moved.weight.data[unit], moved.bias.data[unit]]).toEqual([1, 0]);
    });
    expect(dead.flat().length).toBeGreaterThan(0);
    trainer.dispose();
  });

  test.each(["leaky", "renew"] as const)("%s revives them", (deed) => {
    const events: Run["events"] = [...killed, { epoch: 40, deed }];
    expect(seen(relus, 40, killed).dead).toBeGreaterThanOrEqual(8);
    const after = seen(relus, 140, events);
    expect(after.dead).toBeLessThanOrEqual(1);
    expect(after.trainAccuracy).toBeGreaterThan(0.95);
  });
});

describe("an address", () => {
  test("has all of a run", () => {
    const run: Run = {
      settings: {
        ...defaults,
        data: "moons",
        noise: 0.3,
        seed: 77,
        layers: layersOf("relu6", 1, 8),
        start: "small",
        rate: 3,
        norm: true,
        clip: 0.3,
      },
      events: [
        { epoch: 3, deed: "kill" },
        { epoch: 120, deed: "leaky" },
      ],
      epoch: 200,
    };
    const query = format(fields, addressOf(run));
    expect(runOf(parse(fields, query))).toEqual(run);
    expect(format(fields, addressOf({ settings: defaults, events: [], epoch: 0 }))).toBe("");
  });

  test("has what is done in the order of its epochs", () => {
    expect(runOf(parse(fields, "?events=kill20,leaky3")).events).toEqual([
      { epoch: 3, deed: "leaky" },
      { epoch: 20, deed: "kill" },
    ]);
  });

  test("that makes no sense is the default's", () => {
    const usual = { settings: defaults, events: [], epoch: 0 };
    for (const query of [
      "?layers=9relu",
      "?layers=0relu",
      "?layers=4softmax",
      `?layers=${"4relu,".repeat(MOST_LAYERS)}4relu`,
      "?events=kill",
      "?events=kill99999",
      "?epoch=1e9",
      "?epoch=-1",
      "?rate=0.2",
      "?seed=x",
      "?data=cats&noise=2&norm=yes",
    ])
      expect(runOf(parse(fields, query)), query).toEqual(usual);
  });
});

describe("stories", () => {
  const ends = new Map<Step, Snapshot>();
  const end = (step: Step): Snapshot => {
    const found = ends.get(step) ?? seen(step.settings, step.until, step.events);
    ends.set(step, found);
    return found;
  };

  test("there are five, with a name each", () => {
    expect(new Set(stories.map(({ id }) => id)).size).toBe(5);
  });

  for (const { id, steps } of stories)
    for (const [i, step] of steps.entries()) {
      test(`${id}, ${i + 1}: ${step.goal.aim}`, () => {
        expect(step.until).toBeLessThanOrEqual(200);
        const last = end(step);
        expect(step.goal.reached(last), step.goal.now(last)).toBe(true);
        // It is not reached by itself, before anything is trained or done.
        if (step.from === 0) expect(step.goal.reached(seen(step.settings, 0))).toBe(false);
        const sentences = step.text.split(/[.!?:] /).length;
        expect(sentences).toBeGreaterThanOrEqual(3);
      });
    }

  test("the numbers that the texts speak of", () => {
    const of = (id: string, at: number): Snapshot => end(stories.find((story) => story.id === id)?.steps[at] as Step);
    expect(of("linear", 0).trainAccuracy).toBeLessThan(0.7);
    expect(of("linear", 1).trainAccuracy).toBeGreaterThan(0.95);
    const [sigmoid, rectified] = [of("sigmoid", 0), of("sigmoid", 1)];
    expect((sigmoid.layers[0]?.meanGradient ?? 1) * 100).toBeLessThan(sigmoid.layers[5]?.meanGradient ?? 0);
    expect((rectified.layers[0]?.meanGradient ?? 0) * 10).toBeGreaterThan(rectified.layers[5]?.meanGradient ?? 1);
    expect(of("dying", 1).dead).toBeGreaterThanOrEqual(of("dying", 0).dead);
    expect(of("dying", 2).trainAccuracy).toBeGreaterThan(0.95);
    expect(of("leaky", 0).dead).toBeGreaterThanOrEqual(12);
    expect(of("leaky", 1).dead).toBe(0);
    expect(of("leaky", 1).trainAccuracy).toBeGreaterThan(0.95);
    expect(of("start", 0).trainLoss).toBeCloseTo(Math.LN2, 3);
    expect(of("start", 1).dead).toBeGreaterThanOrEqual(24);
    expect(of("start", 2).trainAccuracy).toBeGreaterThan(0.95);
  });
});
