// The HTML of the pages: what all of them share is put in.
import { readFileSync } from "node:fs";
import { POLICY } from "./policy.js";

const shared = (name: string): string => readFileSync(new URL(`../../site/shared/${name}.html`, import.meta.url), "utf8").trim();

const replaced = (html: string, mark: string, by: string, file: string): string => {
  if (html.split(mark).length !== 2) throw new Error(`site/${file} must have ${mark} once`);
  return html.replace(mark, () => by);
};

/** A page with its head, header and footer; `file` is the link that is marked as the current one. */
export const filled = (file: string): string => {
  const html = readFileSync(new URL(`../../site/${file}`, import.meta.url), "utf8");
  const head = shared("head").replace("<!-- policy -->", `<meta http-equiv="Content-Security-Policy" content="${POLICY}" />`);
  const header = shared("header").replace(`href="${file}"`, `href="${file}" aria-current="page"`);
  return [
    ["<head>", `<head>\n${head}`],
    ["<!-- header -->", header],
    ["<!-- footer -->", shared("footer")],
  ].reduce((text, [mark = "", by = ""]) => replaced(text, mark, by, file), html);
};
