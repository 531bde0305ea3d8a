// A doc comment of src/, taken apart. Its order is that of all of them: a sentence that says what is computed; prose, in which a few words
// begin what a page shows under a heading; tags; and, after the tags, special values, error and source.

export interface Param {
  /** "options.alpha" */
  readonly path: string;
  readonly text: string;
  /** As written, or REQUIRED; undefined where neither is said. */
  readonly usual: string | undefined;
}

/** What begins a part, and what the part is called. A part ends where the next begins. */
const LABELS = [
  ["gate", /Which half is the gate: /],
  ["shapes", /Shapes: /],
  ["derivative", /Derivative: /],
  ["gradient", /`backward`: /],
  ["parameters", /Parameters?: /],
  ["state", /State: /],
  ["special", /Special values: /],
  ["error", /(?:Max e|E)rror: /],
  ["source", /Source: /],
] as const;

export type Label = (typeof LABELS)[number][0];

export interface Comment {
  /** Up to the first empty line. */
  readonly lead: string;
  /** The code that the lead's first sentence ends in. */
  readonly formula: string | undefined;
  /** Prose without a label; code that stands apart is a paragraph too. */
  readonly prose: readonly string[];
  readonly parts: Readonly<Partial<Record<Label, string>>>;
  readonly params: readonly Param[];
  readonly returns: string | undefined;
  readonly throws: string | undefined;
  readonly examples: readonly string[];
}

export const REQUIRED = "required";
const DEFAULT = /Default:? (.+?)(?: \(|\.(?:\s|$)|;)/;
const START = new RegExp(`(?:^|(?<=[.);] ))(?=${LABELS.map(([, label]) => label.source).join("|")})`);

/** Lines without the comment's own marks; those of code that stands apart keep their indentation. */
const linesOf = (raw: string): string[] =>
  raw
    .replace(/^\/\*\*\s?|\s*\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd());

const joined = (lines: readonly string[]): string => lines.join(" ").replace(/ {2,}/g, " ").trim();

/** Paragraphs; an indented one is code. */
const paragraphsOf = (lines: readonly string[]): string[] => {
  const groups: string[][] = [[]];
  for (const line of lines)
    if (line === "") groups.push([]);
    else groups[groups.length - 1]?.push(line);
  return groups
    .filter((group) => group.length)
    .map((group) =>
      group.every((line) => /^ {4}/.test(line)) ? `\`\`\`text\n${group.map((line) => line.slice(4)).join("\n")}\n\`\`\`` : joined(group),
    );
};

const isCode = (paragraph: string): boolean => paragraph.startsWith("```");

/** A text at its labels. What comes before the first has none. */
const labelled = (text: string): { readonly label: Label | undefined; readonly text: string }[] =>
  text.split(START).flatMap((chunk) => {
    const found = LABELS.find(([, start]) => new RegExp(`^${start.source}`).test(chunk));
    const rest = (found ? chunk.replace(found[1], "") : chunk).trim();
    return rest ? [{ label: found?.[0], text: rest }] : [];
  });

/** `@tag text`, which goes on until the next tag or a line that begins with a label. */
const tagsOf = (
  lines: readonly string[],
): { readonly tags: readonly (readonly [name: string, lines: string[]])[]; readonly after: string[] } => {
  const tags: [string, string[]][] = [];
  const after: string[] = [];
  let open: string[] | undefined;
  for (const line of lines) {
    const [, name, text = ""] = /^@(\w+)\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      open = [text];
      tags.push([name, open]);
    } else if (START.test(line) && LABELS.some(([, start]) => new RegExp(`^${start.source}`).test(line))) {
      open = undefined;
      after.push(line);
    } else if (open) open.push(line);
    else after.push(line);
  }
  return { tags, after };
};

export const parseComment = (raw: string): Comment => {
  const lines = linesOf(raw);
  const tagged = lines.findIndex((line) => /^@\w/.test(line));
  const before = paragraphsOf(tagged < 0 ? lines : lines.slice(0, tagged));
  const { tags, after } = tagsOf(tagged < 0 ? [] : lines.slice(tagged));
  const [first = "", ...paragraphs] = before;
  // Short comments have no empty line.
  const [{ text: lead } = { text: "" }, ...others] = labelled(first);
  const prose: string[] = [];
  const parts: Partial<Record<Label, string>> = {};
  const take = (text: string): void => {
    for (const chunk of labelled(text))
      if (chunk.label === undefined) prose.push(chunk.text);
      else parts[chunk.label] = chunk.text;
  };
  for (const { label, text } of others) if (label !== undefined) parts[label] = text;
  for (const paragraph of paragraphs)
    if (isCode(paragraph)) prose.push(paragraph);
    else take(paragraph);
  for (const paragraph of paragraphsOf(after)) take(paragraph);
  const of = (name: string): string[][] => tags.filter(([tag]) => tag === name).map(([, text]) => text);
  const params = of("param").map((text) => {
    const [, path = "", words = ""] = /^(\S+)\s*(.*)$/.exec(joined(text)) ?? [];
    return { path, text: words, usual: DEFAULT.exec(words)?.[1] ?? (/Required\./.test(words) ? REQUIRED : undefined) };
  });
  const one = (name: string): string | undefined => of(name).map(joined)[0];
  return {
    lead,
    formula: /: `([^`]+)`/.exec(lead)?.[1],
    prose,
    parts,
    params,
    returns: one("returns"),
    throws: one("throws"),
    examples: of("example").map((text) => text.join("\n").trim()),
  };
};
