/** What is asked of an activation. The first three are the `kinds` of most kernels; the derivative is the gradient for dy = 1. */
export const FORWARD = 0;
export const BACKWARD = 1;
export const FROM_OUTPUT = 2;
export const DERIVATIVE = 3;
export type Direction = 0 | 1 | 2 | 3;

/** A function as users call it: what messages call it and its operand. */
export interface Method {
  readonly direction: Direction;
  readonly where: string;
  readonly input: "x" | "y";
  readonly takesDy: boolean;
}

const names = ["", ".backward", ".backwardFromOutput", ".derivative"] as const;

export const methodOf = (name: string, direction: Direction): Method => ({
  direction,
  where: `${name}${names[direction]}`,
  input: direction === FROM_OUTPUT ? "y" : "x",
  takesDy: direction === BACKWARD || direction === FROM_OUTPUT,
});
