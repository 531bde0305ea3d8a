// The module that the benchmark page gets instead of `new Function`: it computes what bench/ computes, and shares no literal within a race.
import { describe, expect, it } from "vitest";
import type { Batch } from "../bench/code.js";
import { contendersOf } from "../bench/contenders.js";
import { activations, type Elements, type FloatType } from "../bench/ops.js";
import { random } from "../bench/random.js";
import { contendersModule } from "../scripts/site/contenders.js";
import type { Form } from "../site/benchmark/forms.js";

const load = async (): Promise<Readonly<Record<string, readonly Form[]>>> =>
  (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(contendersModule())}`)).forms;
const forms = await load();

const bound = ({ make, names }: Form): Batch =>
  make(
    Object.fromEntries(
      Object.entries(names).map(([name, value]) => [
        name,
        typeof value === "number" ? value : "op" in value ? activations.get(value.op) : activations.get(value.f)?.definition.f,
      ]),
    ),
  );

const LENGTH = 64;
const next = random(LENGTH);
const numbers = Array.from({ length: LENGTH }, () => next() * 16 - 8);

const inputsOf = (type: FloatType, place: Form["place"]): readonly [x: Elements, y: Elements] => {
  if (place === "bits") return [new Int32Array(Float32Array.from(numbers).buffer), new Int32Array(LENGTH)];
  return type === "f32" ? [Float32Array.from(numbers), new Float32Array(LENGTH)] : [Float64Array.from(numbers), new Float64Array(LENGTH)];
};

describe.each(["f32", "f64"] as const)("%s", (type) => {
  it.each([...activations.keys()])("%s: every contender is there, and gives the same numbers", (op) => {
    const wanted = contendersOf(op, type).filter(({ role }) => ["naive", "branchless", "out", "resident"].includes(role));
    const found = forms[`${op} ${type}`] ?? [];
    expect(found.map(({ role, label }) => [role, label])).toEqual([
      ...wanted.map(({ role, label }) => [role, label]),
      ...wanted.filter(({ role }) => role === "out").map(({ label }) => ["js", label]),
    ]);
    wanted.forEach(({ batch, place }, i) => {
      const [form] = [found[i] as Form];
      const [x, y] = inputsOf(type, place);
      const [sameX, sameY] = inputsOf(type, place);
      expect(bound(form)(3, [x], [y])).toEqual(batch(3, [sameX], [sameY]));
    });
    expect(new Set(found.map(({ make }) => make)).size).toBe(found.length);
  });
});
