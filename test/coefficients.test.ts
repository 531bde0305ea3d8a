// If this fails, a constant of a kernel or of a formula is not what scripts/coefficients.py derives, or a cut-off cuts off too much.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const folders = ["assembly/math", "assembly/elementwise", "assembly/rows", "assembly/ops", "src/activation/fallback", "src/ops"];
const files = folders.flatMap((folder) => readdirSync(`${root}${folder}`).map((name) => `${folder}/${name}`));

const derived = readFileSync(`${root}scripts/coefficients.txt`, "utf8");
const LITERAL = /(?<![\w.])\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w.])/g;
const known = new Set((derived.match(LITERAL) ?? []).map(Number));

/** Without comments. */
const codeOf = (file: string): string => readFileSync(`${root}${file}`, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");

const digitsOf = (literal: string): number =>
  literal
    .replace(/e.*$/, "")
    .replace(".", "")
    .replace(/^0+|0+$/g, "").length;

/** Exact by what they are: a multiple of a power of two by 3 or less, the greatest of a type, or what rounding adds and takes away. */
const isBinary = (x: number): boolean => {
  const m = x / 2 ** Math.floor(Math.log2(x));
  return Number.isInteger(m * 4);
};
const exact = [Number.MAX_VALUE, 2 ** 27 + 1, 3.4028234663852886e38, 1.5 * 2 ** 52 - 1000, 1.5 * 2 ** 52 + 1000, 1 / 6];

describe.each(files)("%s", (file) => {
  test("its constants are derived", () => {
    const literals = (codeOf(file).match(LITERAL) ?? []).filter((literal) => digitsOf(literal) >= 8);
    const strange = literals.filter(
      (literal) => !known.has(Number(literal)) && !isBinary(Number(literal)) && !exact.includes(Number(literal)),
    );
    expect(strange).toEqual([]);
  });
});

test("the bits of √½ are those in logSumExp", () => {
  expect(codeOf("assembly/rows/logSumExp.ts")).toContain(`0x${derived.match(/^ {3}([0-9a-f]{16})$/m)?.[1]}`);
});

const hasMpmath = ((): boolean => {
  try {
    execFileSync("python3", ["-c", "import mpmath"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();
test.runIf(hasMpmath)("coefficients.txt is what coefficients.py prints", () => {
  expect(execFileSync("python3", [`${root}scripts/coefficients.py`], { encoding: "utf8" })).toBe(derived);
});

/** log₂ of eᶻ. */
const power = (z: number): number => z / Math.LN2;
/** The exponents of the greatest number and of half the least, of each type. */
const [GREATEST_32, HALF_LEAST_32, GREATEST_64, HALF_LEAST_64] = [128, -150, 1024, -1075];

describe("cut-offs", () => {
  test.each([
    // An f32 in f64 lanes: e^−690 is normal with 2⁻¹⁰⁰⁰ to spare, and 0 times the greatest f32 and over the least.
    ["assembly/math/exponential.ts", "-690", power(-690) > -1000 && power(-690) + GREATEST_32 - HALF_LEAST_32 < HALF_LEAST_32],
    ["assembly/math/exponential.ts", "-1350", power(-1350) < HALF_LEAST_64 && power(-1350) > -2022],
    ["assembly/math/exponential.ts", "-1460", power(-1460) + GREATEST_64 < HALF_LEAST_64 && power(-1460) > -3022],
    // e⁻⁶⁰ beside 1
    ["assembly/math/exponential.ts", "60", power(-60) < -54],
    ["assembly/math/exponential.ts", "1500", power(1500) + HALF_LEAST_64 > GREATEST_64 && power(1500) < 3000],
    ["assembly/ops/elu.ts", "-1460", power(-1460) + GREATEST_64 < HALF_LEAST_64],
    ["assembly/ops/celu.ts", "690", power(690) + HALF_LEAST_32 > GREATEST_32 && power(690) < 1023],
    ["assembly/ops/celu.ts", "720", power(720) > GREATEST_64],
    ["assembly/ops/celu.ts", "40", power(-40) < -54],
    ["assembly/ops/sigmoid.ts", "110", power(-110) < HALF_LEAST_32],
    ["assembly/ops/sigmoid.ts", "800", power(-800) < HALF_LEAST_64],
    ["assembly/ops/sigmoid.ts", "40", power(-40) < -54],
    ["assembly/ops/gelu.ts", "-15", power(-(15 ** 2) / 2) < HALF_LEAST_32],
    ["assembly/ops/gelu.ts", "-40", power(-(40 ** 2) / 2) < HALF_LEAST_64],
    ["assembly/ops/softplus.ts", "100", power(-100) < -54],
    ["assembly/rows/exponential.ts", "-169", power(-169) + 120 > -125],
    ["assembly/rows/exponential.ts", "-1372", power(-1372) + 990 > -1000],
    ["src/activation/fallback/elements.ts", "1600", power(1600) + HALF_LEAST_64 > GREATEST_64],
  ] as const)("%s: %s", (file, literal, holds) => {
    expect(codeOf(file)).toMatch(new RegExp(`(?<![\\w.])${literal}(?![\\w.])`));
    expect(holds).toBe(true);
  });
});
