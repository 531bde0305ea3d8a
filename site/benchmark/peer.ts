// TensorFlow.js as a contender. It is a bundle of its own beside the page (site/tfjs/), loaded by those who ask for it alone.
import type { Pool } from "../../bench/data.js";
import type { Elements } from "../../bench/ops.js";
import type { Contender } from "../../bench/peers/contender.js";
import { contendersOn } from "../../bench/peers/tfjsContenders.js";
import type { Core } from "../../bench/peers/tfjsCore.js";
import { isOverRows } from "./judge.js";
import type { Entrant } from "./lab.js";
import type { Role } from "./results.js";

/** What the bundle gives: TensorFlow.js on its WebAssembly backend, and its version. */
interface Bundle {
  readonly start: () => Promise<Core>;
  readonly version: string;
}

const COLS = 1024;

export interface Tfjs {
  readonly core: Core;
  readonly version: string;
}

/** Throws where the bundle is not there, or does not start. */
export const loadTfjs = async (): Promise<Tfjs> => {
  const bundle: Bundle = await import(new URL("tfjs/tfjs.js", self.location.href).href);
  return { core: await bundle.start(), version: bundle.version };
};

/** Both ways, in the order that bench/ gives them. */
const ways: readonly (readonly [role: Role, suffix: string])[] = [
  ["tfjs", ""],
  ["tfjsResident", ", tensors"],
];

/** From and to arrays, and from tensor to tensor; none where it has no such function. It computes float32 alone. */
export const tfjsEntrants = (op: string, { core, version }: Tfjs): readonly Entrant[] => {
  const at = (length: number, way: number): Contender | undefined => {
    const cols = isOverRows(op) ? Math.min(COLS, length) : 0;
    const one = contendersOn(core, "wasm", { kind: "value", op, length, cols })[way];
    return one && "call" in one ? one : undefined;
  };
  return ways.flatMap(([role, suffix], way): readonly Entrant[] => {
    let contender = at(COLS, way);
    if (!contender) return [];
    /** Anew for each length: what it composes of others depends on that. */
    const take = (xs: readonly Elements[]): Contender => {
      contender?.dispose?.();
      contender = at(xs[0]?.length ?? 0, way);
      if (!contender) throw new RangeError(`TensorFlow.js has no ${op}`);
      contender.take?.(xs as readonly Float32Array[]);
      return contender;
    };
    return [
      {
        label: `TensorFlow.js ${version} wasm${suffix}`,
        role,
        enter: ({ plain }: Pool) => void take(plain.xs),
        run: (calls) => {
          let result: unknown;
          for (let i = 0; i < calls; i++) result = contender?.call();
          return result;
        },
        answer: (x) => {
          const one = take([x]);
          one.call();
          return one.result() as Elements;
        },
      },
    ];
  });
};
