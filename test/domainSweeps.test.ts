// If this fails, a kernel of float32 misses its bound with some parameter: by the reference in double, at more inputs than domains.test.ts
// has exact values for. Not of plain JavaScript, which has one formula, without ranges and halves of its own.
import { describe, expect, test } from "vitest";
import { inWords, unary } from "./support/api.js";
import { finiteDomainOf } from "./support/domains.js";
import { fillWindow, WINDOW } from "./support/edges.js";
import { directions, edgesFor, emptyTally, fillPatterns, sweeper } from "./support/sweep.js";

const withParameters = unary.filter(({ definition }) => definition.parameters).map((op) => [op.definition.name, op] as const);

describe.each(withParameters)("%s of f32 with parameters of every sign and size", (_, op) => {
  const domain = finiteDomainOf(op.definition, "f32");
  const bound = op.definition.ulp.f32;

  test.each(directions)("%s", (direction) => {
    expect(domain.length).toBeGreaterThan(10);
    const inputs = new Float32Array(2 ** 13);
    const window = new Float32Array(WINDOW / 8);
    const wrong = domain.flatMap((setting, i) => {
      const tally = emptyTally();
      const sweep = sweeper(op, direction, setting);
      // Odd, and from one set of parameters to the next others.
      fillPatterns(inputs, i, 2 ** 19 + 21);
      sweep(inputs, tally);
      for (const edge of edgesFor(op, direction, setting)) {
        fillWindow(window, edge);
        sweep(window, tally);
      }
      const isWithin = tally.ulp <= bound && (bound > 0 || tally.misrounded === 0);
      return isWithin ? [] : [`${inWords(setting.params)}: ${tally.ulp} ULP, bits ${tally.worst.toString(16)}`];
    });
    expect(wrong).toEqual([]);
  });
});
