// The second part of `npm start`.
import { inRepository, nameOf } from "../start/paths.js";
import { compare, draw, TRIALS } from "./compare.js";
import { showFiles, showProgress, showRuns, showSettings } from "./report.js";

/** Of seeds 1 to 12 all show relu dying in both bad settings; at the high rate elu always flies apart, leakyRelu 0.1 in some. */
const SEED = 11;
const STEPS = 500;

export const showSpirals = (): void => {
  console.log(`\nThree spirals, 300 points, networks 2 → 16 → 16 → 3, ${STEPS} steps of gradient descent`);
  showSettings();
  const progress = showProgress(TRIALS * STEPS);
  let compared: ReturnType<typeof compare>;
  try {
    compared = compare(SEED, STEPS, progress.seen);
  } finally {
    progress.stop();
  }
  const runs = [...compared.comparisons, ...compared.remedies];
  showRuns(runs);
  showFiles(draw(compared, inRepository("examples/out")).map(nameOf));
  for (const { net } of runs) net.dispose();
};
