// Results for other people: as Markdown, and where they were measured.
import { formatLength } from "../../bench/data.js";
import { digits, errorInWords, type Machine, type Report, ranked, timesOurs } from "./results.js";

const typeNames = { f32: "float32", f64: "float64" } as const;
export const typeInWords = (type: keyof typeof typeNames): string => typeNames[type];

export const resolutionInWords = (ms: number): string =>
  ms >= 0.1 ? `${Number(ms.toPrecision(2))} ms` : `${Number((ms * 1000).toPrecision(2))} µs`;

export const machineInWords = ({ browser, engine, system, cores, backend, isolated, resolution }: Machine): string =>
  [
    `${browser} (${engine})`,
    system,
    cores ? `${cores} ${cores === 1 ? "CPU" : "CPUs"}` : "CPUs unknown",
    backend === "wasm" ? "WebAssembly SIMD" : "plain JavaScript",
    isolated ? "isolated" : "not isolated",
    `clock of ${resolutionInWords(resolution)}`,
  ].join(", ");

/** A bar or a line break would end a cell, a tag would begin one. */
const cell = (text: string): string => text.replace(/[|<>\\`*_[\]]/g, "\\$&").replace(/\s+/g, " ");

export const asMarkdown = ({ machine, date, results }: Report): string =>
  [
    "| function | elements | | ns an element | 10 % to 90 % | times relu-simd | ULP |",
    "|---|--:|---|--:|--:|--:|--:|",
    ...results.flatMap((result) =>
      ranked(result).map((entry) => {
        const type = result.type === "f64" ? ", float64" : "";
        const cells = [
          `${result.op}${type}`,
          formatLength(result.length),
          entry.label,
          digits(entry.median),
          `${digits(entry.p10)} to ${digits(entry.p90)}`,
          digits(timesOurs(result, entry)),
          errorInWords(entry.error),
        ];
        return `| ${cells.map(cell).join(" | ")} |`;
      }),
    ),
    "",
    `${cell(machineInWords(machine))}, ${date}. Medians; the greatest error found within ±20. Measured by relu-simd's benchmark page.`,
    "",
  ].join("\n");

export const asJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
