// What is measured of activations: which, of how many elements, in rows of how many.
import { formatLength } from "../data.js";
import { formulas } from "../formulas.js";
import { activations } from "../ops.js";

export interface Task {
  readonly kind: "value" | "gradient";
  readonly op: string;
  readonly length: number;
  /** Elements of a row; 0 where rows do not matter. */
  readonly cols: number;
}

const SIZES = [64, 1 << 10, 1 << 14, 1 << 18, 1 << 22];
const DEFAULT_LENGTH = 1 << 14;
const SOFTMAX_COLS = [1000, 64, 10];
/** What the loops of `npm run bench` take as a row. */
const OTHER_COLS = 1024;
const AT_ALL_SIZES = ["relu", "elu", "sigmoid", "tanh", "silu", "gelu"];
const GRADIENTS = [...AT_ALL_SIZES, "softmax"];

const isOverRows = (op: string): boolean => formulas("f32")[op]?.isLoop === true;
/** Those with a derivative of each element; and softmax. */
const hasGradient = (op: string): boolean => op === "softmax" || (!isOverRows(op) && op !== "prelu");

const colsOf = (op: string, length: number): readonly number[] =>
  op === "softmax" ? SOFTMAX_COLS.filter((cols) => cols <= length) : [isOverRows(op) ? Math.min(OTHER_COLS, length) : 0];

/** Whole rows only. */
const tasksAt = (kind: Task["kind"], op: string, length: number): readonly Task[] =>
  colsOf(op, length).map((cols) => ({ kind, op, cols, length: cols ? length - (length % cols) : length }));

export const nameOf = ({ kind, op, length, cols }: Task): string =>
  `${op}${kind === "gradient" ? "′" : ""}${cols ? ` of ${cols} columns` : ""}, ${formatLength(cols ? roundUp(length) : length)}`;

/** 16,000 elements are what there is of 16k in whole rows. */
const roundUp = (length: number): number => SIZES.find((size) => size >= length) ?? length;

const unique = (tasks: readonly Task[]): readonly Task[] =>
  tasks.filter((task, i) => tasks.findIndex((other) => nameOf(other) === nameOf(task)) === i);

/** One value of every activation, the best known ones at every size, and their gradients; or everything there is. */
export const tasks = (all: boolean): readonly Task[] => {
  const ops = [...activations.keys()];
  return unique([
    ...ops.flatMap((op) => tasksAt("value", op, DEFAULT_LENGTH)),
    ...ops
      .filter((op) => (all ? hasGradient(op) : GRADIENTS.includes(op)))
      .flatMap((op) => (all ? SIZES : [DEFAULT_LENGTH]).flatMap((length) => tasksAt("gradient", op, length))),
    ...(all ? ops : [...AT_ALL_SIZES, "softmax"]).flatMap((op) => SIZES.flatMap((length) => tasksAt("value", op, length))),
  ]);
};

/** At first, where special values are, 1. */
const ONES = 64;

/** What a gradient is multiplied by: powers of two, so that the product's rounding is not counted as the derivative's. */
export const factorsOf = ({ length, cols }: Pick<Task, "length" | "cols">): Float32Array =>
  Float32Array.from({ length }, (_, i) => (i < ONES && !cols ? 1 : ([1, -2, 2, -1, 0.5][i % 5] ?? 1)));
