// Markdown, made of pieces.

/** A cell: what would end it is escaped, and a line's end goes. */
const cell = (text: string): string => text.replaceAll(/(?<!\\)\|/g, "\\|").replaceAll("\n", " ");

export const table = (head: readonly string[], rows: readonly (readonly string[])[], aligned = head.map(() => "---")): string =>
  [head, aligned, ...rows.map((row) => row.map((text) => cell(text) || "–"))].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

export const code = (text: string): string => (text.includes("`") ? text : `\`${text}\``);

/** A paragraph of a doc comment as a page has it: papers are links. */
export const linked = (text: string): string => text.replace(/arXiv:(\d{4}\.\d{4,5})/g, "[arXiv:$1](https://arxiv.org/abs/$1)");

/** Source without what the names elsewhere say. */
export const literature = (source: string | undefined): string =>
  linked(
    (source ?? "")
      .replace(/\.$/, "")
      .split("; ")
      .filter((part) => !/^(?:`torch|`keras|Keras|ONNX)/.test(part))
      .join("; "),
  );

/** Blocks with an empty line between; what is empty or undefined is left out. */
export const page = (blocks: readonly (string | undefined | false)[]): string => `${blocks.filter(Boolean).join("\n\n")}\n`;

export const sentence = (text: string): string => (/[.!?:`]\)?$/.test(text) ? text : `${text}.`);

/** What a page begins with. */
export const made = (what: string): string => `<!-- Made by \`npm run docs\` from ${what}. Changes belong there. -->`;
