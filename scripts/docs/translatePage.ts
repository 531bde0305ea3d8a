// docs/translate.md, of the rows in translations.ts.
import { made, page, table } from "./text.js";
import { chapters } from "./translations.js";

/** Code of several lines does not fit a cell: it stands below the table, by number. */
const isLong = (code: string): boolean => code.includes("\n");

export const translatePage = (): string =>
  page([
    made("scripts/docs/translations.ts"),
    "# You have X there, write Y here",
    "x is a `Float32Array`; tensors and nested arrays go in as well. Every line is run by `test/translate.test.ts` and compared with the other library's formula. Names alone: the last table of each page of the [activations](activations/README.md) and [layers](layers/README.md).",
    ...chapters.flatMap(({ title, rows }) => {
      const long = rows.filter(({ here }) => isLong(here));
      return [
        `## ${title}`,
        table(
          ["there", "here", ""],
          rows
            .map(({ there, here, note = "" }) => [there, isLong(here) ? "below" : `\`${here}\``, note])
            .map(([there = "", here = "", note = ""]) => [there, here, note || " "]),
        ),
        ...long.flatMap(({ there, here }) => [`${there}:`, `\`\`\`ts\n${here};\n\`\`\``]),
      ];
    }),
  ]);
