// Every function that is exported against the exact values, on whichever backend this engine got; and one call of each other kind.
import { arrays, backend, channelwise, type Floats, Heap, refusals, relu, unary } from "../../support/api.js";
import { fromPatterns, patterns } from "../../support/patterns.js";
import { cases, channelCases, channelSpecials, type Exact } from "../../support/truth.js";
import { type Floor, tooFar } from "../../support/ulp.js";

const FEW = 5;

export const check = (): { readonly checks: number; readonly failures: readonly string[] } => {
  const failures: string[] = [];
  let checks = 0;
  const expect = (holds: boolean, complaint: () => string): void => {
    checks++;
    if (!holds && failures.length < FEW) failures.push(complaint());
  };
  const expectBits = (what: string, x: readonly string[], got: readonly string[], expected: readonly string[]): void => {
    for (const [i, bits] of expected.entries()) expect(got[i] === bits, () => `${what} at ${x[i]}: ${got[i]}, expected ${bits}`);
  };

  for (const one of cases) {
    const { op: name, dtype, params, exact, x, y, d, yFloor, dFloor, specials } = one;
    const op = unary.find(({ definition }) => definition.name === name);
    if (!op) {
      expect(false, () => `${name} is not exported`);
      continue;
    }
    const what = `${name} of ${dtype}, ${JSON.stringify(params)}`;
    const { ulp } = op.definition;
    const expectNear = (got: Floats, exact: Exact, floor: Floor | undefined, signedZero: boolean): void => {
      const wrong = tooFar(one, got, exact, ulp[dtype], floor, signedZero);
      expect(wrong.length === 0, () => `${what}, ${signedZero ? "value" : "derivative"} at ${wrong[0]}`);
    };
    // In plain JavaScript only float32, which hides the last bits of the engine's Math: nothing says how good those are.
    if (backend === "wasm" || dtype === "f32") {
      if (exact) expectBits(what, patterns(x), patterns(op(x, params)), patterns(new arrays[dtype](y.hi)));
      else expectNear(op(x, params), y, yFloor, true);
      expectNear(op.derivative(x, params), d, dFloor, false);
    }
    const inputs = specials.map(([bits]) => bits);
    expectBits(
      what,
      inputs,
      patterns(op(fromPatterns(dtype, inputs), params)),
      specials.map(([, result]) => (result === "keep" ? "nan" : result)),
    );
  }

  for (const { op: name, dtype, shape, x, weight, y } of channelCases) {
    const op = channelwise.find(({ definition }) => definition.name === name);
    if (op) {
      const inner = shape[2];
      expectBits(`${name} of ${dtype}, ${shape}`, patterns(x), patterns(op(x, weight, { inner })), patterns(new arrays[dtype](y.hi)));
    } else expect(false, () => `${name} is not exported`);
  }
  for (const { op: name, dtype, points } of channelSpecials)
    for (const [x, weight, y] of points) {
      const got = channelwise.find(({ definition }) => definition.name === name)?.(fromPatterns(dtype, [x]), fromPatterns(dtype, [weight]));
      expectBits(`${name} of ${dtype}, weight ${weight}`, [x], got ? patterns(got) : [], [y]);
    }

  expect(unary.length + channelwise.length > 0, () => "nothing is exported");
  expect(refusals.size > 0 === (backend === "js"), () => `${[...refusals]} did not run on ${backend}`);

  const heap = new Heap(1 << 16);
  const inHeap = heap.float32(1000).fill(-1);
  inHeap[999] = 3;
  expect(relu(inHeap, { out: inHeap }) === inHeap && inHeap.join("") === `${"0".repeat(999)}3`, () => "relu in a heap");
  heap.dispose();
  expect(JSON.stringify(relu([[-1, 2], [[-3]]])) === "[[0,2],[[0]]]", () => "relu of a nested array");
  expect(relu(-3) === 0, () => "relu of a number");
  try {
    relu("1" as unknown as number);
    expect(false, () => "relu of a string throws nothing");
  } catch (error) {
    expect(error instanceof TypeError, () => `relu of a string throws ${error}`);
  }
  return { checks, failures };
};
