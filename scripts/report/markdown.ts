// Tables in Markdown, and the places in hand-written pages where what is made here stands.

export const table = (head: readonly string[], rows: readonly (readonly string[])[], left = 1): string =>
  [head, head.map((_, i) => (i < left ? "---" : "--:")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** A formula or name in code; a bar would end the cell. */
export const code = (text: string): string => `\`${text.replaceAll("|", "\\|")}\``;

export const bold = (text: string): string => `**${text}**`;

const markers = (name: string): readonly [string, string] => [`<!-- ${name}: made by \`npm run report\` -->`, `<!-- /${name} -->`];

/** The page with its block of that name replaced. undefined: what stands there stays, since there is nothing to make it of. */
export const withBlock = (page: string, name: string, content: string | undefined): string => {
  const [begin, end] = markers(name);
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`it lacks the markers ${begin} and ${end}`);
  if (content === undefined) return page;
  return `${page.slice(0, from + begin.length)}\n${content && `${content}\n`}${page.slice(to)}`;
};
