import { byId, html, setOff } from "../shared/dom.js";
import { whenIdle } from "../shared/motion.js";
import { startPage } from "../shared/page.js";
import { makeChart } from "./chart.js";
import { makeChooser, names } from "./choose.js";
import { clockError } from "./clock.js";
import { engineOfAgent } from "./engine.js";
import { asJson, asMarkdown, machineInWords, resolutionInWords } from "./markdown.js";
import type { Job } from "./messages.js";
import { FIRST } from "./plan.js";
import { headline, type Machine, type Report, type Result, withResult } from "./results.js";
import { type Run, startRun } from "./run.js";
import { fragmentOf, isShared, reportOf } from "./share.js";
import { showBars, showTable } from "./view.js";

startPage();
// The package itself is the worker's; here it only tells what it runs in.
void whenIdle().then(async () => (await import("../shared/backend.js")).showBackend());

const part = (id: string): HTMLElement => byId(id, HTMLElement);
const select = (id: string): HTMLSelectElement => byId(id, HTMLSelectElement);
const [first, stop] = [byId("first", HTMLButtonElement), byId("stop", HTMLButtonElement)];
const chart = makeChart();

/** What is on the page: measured here, or found in the address. */
let report: Report | undefined;
let isElsewhere = false;
let run: Run | undefined;
/** The visitor has chosen what to look at; a run that goes on does not change it. */
let isChosen = false;

/** What is seen, and what is told to those who listen: there, the result itself. */
const say = (text: string, heard = text): void => {
  part("said").textContent = text;
  part("heard").textContent = heard;
};

const { browser, engine, system } = engineOfAgent(navigator);
const cores = navigator.hardwareConcurrency ?? 0;
const isolated = globalThis.crossOriginIsolated === true;

const showMachine = (machine?: Machine): void => {
  const facts: Readonly<Record<string, string>> = {
    Browser: `${browser} (${engine})`,
    System: system,
    CPUs: cores ? String(cores) : "not told",
    Backend: machine ? (machine.backend === "wasm" ? "WebAssembly SIMD" : "plain JavaScript") : "told by the first run",
    "Cross-origin isolated": isolated ? "yes: a fine clock" : "no: a coarser clock",
    "Clock’s step": machine ? resolutionInWords(machine.resolution) : "measured by the first run",
  };
  part("machine").replaceChildren(
    ...Object.entries(facts).map(([name, value]) => html("div", {}, html("dt", {}, name), html("dd", {}, value))),
  );
  part("clock-error").textContent = machine
    ? `: here that is an error of ${(clockError(machine.resolution) * 100).toPrecision(1)} % of a sample at most, and less of a median`
    : "";
};

const nameOf = ({ op, type }: Result): string => `${op} ${type}`;

/** What both selects ask for; of a function that lacks this size, the next smaller one. */
const looked = (): Result | undefined => {
  const own = report?.results.filter((result) => nameOf(result) === select("shown-op").value) ?? [];
  const length = Number(select("shown-size").value);
  return own.filter((result) => result.length <= length).at(-1) ?? own[0];
};

const setOptions = (element: HTMLSelectElement, options: readonly (readonly [value: string, text: string])[], value: string): void => {
  element.replaceChildren(...options.map(([name, text]) => html("option", { value: name }, text)));
  element.value = value;
};

const look = (result: Result): void => {
  const results = report?.results ?? [];
  const kinds = [...new Map(results.map((one) => [nameOf(one), one.type === "f32" ? one.op : `${one.op}, float64`]))];
  setOptions(select("shown-op"), kinds, nameOf(result));
  const lengths = results.filter((one) => nameOf(one) === nameOf(result)).map(({ length }) => length);
  setOptions(
    select("shown-size"),
    lengths.map((length) => [`${length}`, length.toLocaleString("en")]),
    `${result.length}`,
  );
  showBars(result);
  chart.show(results, result.op, result.type);
};

/** Of what came with the address: the first function, at the size that the page begins with or the next smaller one. */
const firstLook = (): Result | undefined => {
  const [first, ...others] = report?.results ?? [];
  const [usual = 0] = FIRST.lengths;
  return first && ([first, ...others].filter((one) => nameOf(one) === nameOf(first) && one.length <= usual).at(-1) ?? first);
};

const showReport = (latest?: Result): void => {
  const last = latest ?? firstLook();
  part("results").hidden = !report || !last;
  if (!report || !last) return;
  part("elsewhere").hidden = !isElsewhere;
  part("elsewhere").textContent = isElsewhere ? `Measured elsewhere, on ${machineInWords(report.machine)}, ${report.date}.` : "";
  look(isChosen ? (looked() ?? last) : last);
  showTable(report.results);
  part("as-markdown").textContent = asMarkdown(report);
  part("as-json").textContent = asJson(report);
  part("share-link").textContent = new URL(`${location.pathname}${fragmentOf(report)}`, location.href).href;
};

for (const id of ["shown-op", "shown-size"])
  select(id).addEventListener("change", () => {
    isChosen = true;
    const result = looked();
    if (result) look(result);
  });

const setBusy = (isBusy: boolean): void => {
  setOff(first, isBusy);
  // What is hidden loses the focus.
  if (!isBusy && document.activeElement === stop) first.focus();
  stop.hidden = !isBusy;
  part("idle").hidden = isBusy;
  part("progress").hidden = !isBusy;
  chooser.setBusy(isBusy);
};

const finish = (text: string, heard?: string): void => {
  run = undefined;
  setBusy(false);
  say(text, heard);
};

/** Results of this machine are added to; those from elsewhere give way. */
const begin = (jobs: readonly Job[]): void => {
  if (run) return;
  const started = performance.now();
  const failures: string[] = [];
  let measured = 0;
  let last: Result | undefined;
  isChosen = false;
  setBusy(true);
  say("Measuring.");
  part("now").textContent = "Starting …";
  byId("bar", HTMLProgressElement).value = 0;
  run = startRun(jobs, {
    ready: (backend, resolution) => {
      const machine = { browser, engine, system, cores, backend, isolated, resolution };
      report = { machine, date: new Date().toISOString().slice(0, 10), results: isElsewhere ? [] : (report?.results ?? []) };
      if (isElsewhere) history.replaceState(null, "", `${location.pathname}${location.search}`);
      isElsewhere = false;
      showMachine(machine);
    },
    turn: (share, op, length, label) => {
      byId("bar", HTMLProgressElement).value = share;
      part("now").textContent = `${op}, ${length.toLocaleString("en")} elements: ${label}`;
    },
    result: (result) => {
      measured++;
      last = result;
      if (report) report = { ...report, results: withResult(report.results, result) };
      showReport(result);
    },
    failure: (op, message) => failures.push(`${op} could not be measured: ${message}.`),
    end: () => {
      const done = measured ? `Done in ${Math.round((performance.now() - started) / 1000)} s.` : "";
      finish([done, ...failures].join(" ").trim(), [done, last ? headline(last) : "", ...failures].join(" ").trim());
    },
  });
};

const chooser = makeChooser(() => begin(chooser.jobs()));
first.addEventListener("click", () => begin([{ ...FIRST, tfjs: chooser.choice.tfjs }]));
stop.addEventListener("click", () => {
  run?.stop();
  finish("Stopped.");
});

/** Results that came with the address. */
const readAddress = (): void => {
  if (run || !isShared(location.hash)) return;
  const found = reportOf(location.hash, names);
  if (found) {
    report = found;
    isElsewhere = true;
    isChosen = false;
    showReport();
  } else say("The link's results are damaged, or of another version of this page. You can measure your own.");
};

// A copied link is this page's address too, so that a reload keeps the results.
part("share").addEventListener("click", () => {
  if (report && !isElsewhere) history.replaceState(null, "", `${location.pathname}${location.search}${fragmentOf(report)}`);
});
addEventListener("hashchange", readAddress);
showMachine();
readAddress();
