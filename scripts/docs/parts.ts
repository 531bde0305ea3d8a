// Parts that pages of activations and of layers share.
import type { Comment, Param } from "./comment.js";
import { code, linked, table } from "./text.js";

/** Results stand in one column, as in the README. */
export const aligned = (statement: string, comment: string): string => `${statement.padEnd(58)} // ${comment}`;

/** The comment's examples: each line a statement, and what it gives behind it. */
export const exampleOf = ({ examples }: Comment): string | undefined =>
  examples.length
    ? `\`\`\`ts\n${examples
        .map((example) =>
          example.replace(/^(.+?);?[ \t]*\/\/\s*(.+)$/gm, (_, statement: string, result: string) => aligned(`${statement};`, result)),
        )
        .join("\n")}\n\`\`\``
    : undefined;

/** What a table has in columns of its own is left out of the words: the default, but for what is said of it in brackets. */
const wordsOf = (text: string): string =>
  linked(
    text
      .replace(/ ?Default:? .+?( \([^)]*\))?\.(?=\s|$)|;? ?no default\.?| ?Required\./g, (_, more: string | undefined) => more ?? "")
      .trim(),
  );

/** Operands and options with a word to each. */
export const parametersTable = (params: readonly Param[]): string | undefined =>
  params.length
    ? table(
        ["parameter", "default", "what it is"],
        params.map(({ path, text, usual }) => [code(path.replace("options.", "")), usual ?? "", wordsOf(text)]),
      )
    : undefined;
