// Figures that the first page names, counted and measured when it is built.
import type { Numbers } from "../../site/home/numbers.js";
import { readResults, ulpIn } from "../../test/exhaustive/results.js";
import { sizeOf } from "../docs/measured.js";
import { describedFunctions } from "./functions.js";

export const numbers = async (): Promise<Numbers> => ({
  functions: describedFunctions().length,
  // Rows without parameters, or with the defaults: what README promises.
  worst: Math.max(
    ...readResults()
      .filter(({ parameters }) => parameters === "")
      .map(ulpIn),
  ),
  relu: await sizeOf("index.js", "relu"),
});
