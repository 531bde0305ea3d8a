// What relu on float32 and random signs is held to, and where it stands. Medians of one run.
import type { Role } from "./contenders.js";
import { formatLength } from "./data.js";
import { bestJs, entryOf, type Race, type Short } from "./sections.js";

export interface Target {
  readonly target: string;
  /** At the length where it stands worst; none where no length was measured. */
  readonly measured?: string;
  readonly met?: boolean;
}

/** Everything that was measured. */
export interface Measured {
  readonly races: readonly Race[];
  readonly short: readonly Short[];
  readonly overhead: readonly Race[];
}

const at = (race: Race, role: Role): number => entryOf(race, role)?.median ?? Number.NaN;
const js = (race: Race): number => bestJs(race)?.median ?? Number.NaN;

interface Rule {
  readonly target: string;
  readonly races: readonly Race[];
  readonly figure: (race: Race) => number;
  readonly most?: number;
  readonly least?: number;
  readonly unit: string;
}

const judge = ({ target, races, figure, most = Number.POSITIVE_INFINITY, least = Number.NEGATIVE_INFINITY, unit }: Rule): Target => {
  const figures = races.map((race) => ({ length: race.length, value: figure(race) })).filter(({ value }) => !Number.isNaN(value));
  const [worst] = figures.sort((a, b) => (least > 0 ? a.value - b.value : b.value - a.value));
  if (!worst) return { target };
  const { value, length } = worst;
  return {
    target,
    measured: `${value.toFixed(unit ? 1 : 2)}${unit || "×"} at ${formatLength(length)}`,
    met: value <= most && value >= least,
  };
};

const KI = 1024;

export const targets = ({ races, short, overhead }: Measured): readonly Target[] => {
  const isRelu = ({ op, type, signs }: Race): boolean => op === "relu" && type === "f32" && signs === "random";
  const relu = races.filter(isRelu);
  if (!relu.length) return [];
  const between = (from: number, to: number): readonly Race[] => relu.filter(({ length }) => length >= from && length <= to);
  const toEnd = Number.POSITIVE_INFINITY;
  const varied = short.map((lengths) => lengths.varied).filter(isRelu);
  const overCopy = (race: Race): number => at(race, "resident") / at(race, "residentCopy");
  const overJs = (race: Race): number => js(race) / at(race, "out");
  const added = (race: Race): number => at(race, "out") - at(race, "naive");
  const rules: readonly Rule[] = [
    { target: "in the heap, 1k to 16k: at most 1.6× a copy", races: between(KI, 16 * KI), figure: overCopy, most: 1.6, unit: "" },
    { target: "in the heap, from 256k: at most 1.15× a copy", races: between(256 * KI, toEnd), figure: overCopy, most: 1.15, unit: "" },
    {
      target: "with out, from 4k: at most 2.2× a copy",
      races: between(4 * KI, toEnd),
      figure: (race) => at(race, "out") / at(race, "copy"),
      most: 2.2,
      unit: "",
    },
    { target: "with out, 1k to 256k: at least 5× the best JS", races: between(KI, 256 * KI), figure: overJs, least: 5, unit: "" },
    { target: "with out, beyond 256k: at least 3× the best JS", races: between(256 * KI + 1, toEnd), figure: overJs, least: 3, unit: "" },
    { target: "up to 64, one out: at most 15 ns above the plain loop", races: between(1, 64), figure: added, most: 15, unit: " ns" },
    { target: "short, 4,096 x and out: at most 15 ns above it", races: varied, figure: added, most: 15, unit: " ns" },
    {
      target: "from 64 on: not slower than the plain loop",
      races: [...relu, ...varied].filter(({ length }) => length >= 64),
      figure: (race) => at(race, "out") / at(race, "naive"),
      most: 1,
      unit: "",
    },
    {
      target: "a call in the heap: at most 60 ns above the kernel's export",
      races: overhead.filter(isRelu),
      figure: (race) => at(race, "resident") - at(race, "raw"),
      most: 60,
      unit: " ns",
    },
  ];
  return rules.map(judge);
};
