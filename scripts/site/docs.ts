// The pages of docs/activations/ as HTML that a page shows below its own headings.
import { readdirSync, readFileSync } from "node:fs";
import { Marked } from "marked";

const folder = new URL("../../docs/activations/", import.meta.url);

/** A page's own title and picture are there already; what lies in the package is named, not linked. */
const marked = new Marked({
  renderer: {
    heading({ tokens, depth }) {
      return depth === 1 ? "" : `<h${depth + 1}>${this.parser.parseInline(tokens)}</h${depth + 1}>\n`;
    },
    image: () => "",
    html: () => "",
    link({ href, tokens }) {
      const words = this.parser.parseInline(tokens);
      return /^https:/.test(href) ? `<a href="${href}">${words}</a>` : `${words} (docs/${href.replace(/^\.\.\//, "")})`;
    },
  },
});

/** By function. */
export const docs = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith(".md") && file !== "README.md")
      .map((file) => [file.slice(0, -".md".length), marked.parse(readFileSync(new URL(file, folder), "utf8"), { async: false })]),
  );
