// `npm start [-- picture.png]`: the examples of the README, then relu at its work, on the edges of a picture, then relu as it dies
// in networks that are trained, and what helps.
import { parseArgs } from "node:util";
import { SingleBar } from "cli-progress";
import colours from "picocolors";
import { backend } from "relu-simd";
import { convolve, type Plane, upright } from "./convolve.js";
import { fromUser, inRepository, nameOf } from "./paths.js";
import { readPicture, writeMap } from "./picture.js";
import { type Rectified, rectify } from "./rectify.js";

const { bold, green, red, yellow } = colours;

const OURS = inRepository("examples/picture.png");
const BEFORE = inRepository("examples/out/edges-before.png");
const AFTER = inRepository("examples/out/edges-after.png");

const USAGE = "npm start [-- picture.png]\n";

/** What the user calls the picture, if not ours. Ends the process where that is not what was asked. */
const choose = (): string | undefined => {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: "boolean", short: "h" } } });
    if (values.help) {
      process.stdout.write(USAGE);
      process.exit();
    }
    if (positionals.length > 1) throw new Error("one picture at a time");
    return positionals[0];
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return process.exit(2);
  }
};

const rectifyWithBar = (edges: Plane): Rectified => {
  const bar = new SingleBar({ format: "measuring {bar} {percentage} %", clearOnComplete: true, hideCursor: true });
  bar.start(100, 0);
  try {
    return rectify(edges, (share) => bar.update(Math.round(100 * share)));
  } finally {
    bar.stop();
  }
};

const main = async (): Promise<void> => {
  const chosen = choose();
  console.log(`\n${bold("relu-simd")}  backend ${green(backend)}, Node ${process.versions.node}, ${process.arch}\n`);
  const name = chosen ?? nameOf(OURS);
  const picture = readPicture(chosen === undefined ? OURS : fromUser(chosen), name);
  const edges = convolve(picture, upright);

  // Measured before all else, even before the report is loaded. Once any ArrayBuffer of a process was detached, V8 11 takes
  // 1 ns an element longer for JavaScript loops over typed arrays. That would flatter relu, and both a Heap that is disposed
  // of, as in the README, and tsx as it loads cli-table3 (a WebAssembly memory grows) do it.
  const rectified = rectifyWithBar(edges);
  const { showFiles, showReadme, showTimes, showZeros } = await import("./report.js");

  if (!showReadme()) {
    process.exitCode = 1;
    return;
  }
  console.log(`${yellow(name)}: ${picture.width} × ${picture.height} pixels, convolved with an edge kernel, then relu\n`);
  showTimes(rectified);
  showZeros(edges.values, rectified.map.values);
  const full = edges.values.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  writeMap(BEFORE, edges, full);
  writeMap(AFTER, rectified.map, full);
  showFiles([BEFORE, AFTER]);

  const { showSpirals } = await import("../spiral/show.js");
  showSpirals();
};

try {
  await main();
} catch (error) {
  console.error(red(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
}
