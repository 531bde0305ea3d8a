// Errors in units in the last place of float32. The exact value is the package's float64 function: its own error is 2 ULP of float64 at
// most, some 2⁻²⁸ of one of float32.
import { errorInUlps } from "../../test/support/ulp.js";

/** The formula that programs write, each step rounded to float32. */
export interface Usual {
  readonly words: string;
  readonly f: (x: number, parameters: Readonly<Record<string, number>>) => number;
}

/** |got − exact| in ULP; Infinity where only one of the two is a number. Signs of zeros do not count. */
export const ulps = (got: number, exact: number): number => errorInUlps("f32", got, exact, { signedZero: false });

/** From here on not one digit is right. */
export const NO_DIGIT = 2 ** 24;

/** An error as it is told. */
export const ulpsInWords = (error: number): string => {
  if (error === 0) return "0";
  if (!Number.isFinite(error)) return "no number or infinite";
  if (error >= NO_DIGIT) return "no digit is right";
  if (error >= 1000) return Math.round(error).toLocaleString("en");
  return error < 0.005 ? "< 0.01" : String(Number(error.toPrecision(error < 1 ? 2 : 3)));
};
