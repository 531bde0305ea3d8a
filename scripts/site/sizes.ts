// What a visitor downloads: for the first picture of each page, and in all.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import Table from "cli-table3";
import { filesIn, type Site } from "./build.js";

/** In bytes, gzipped. */
const FIRST = 100_000;
const ALL = 250_000;
/** TensorFlow.js is fetched by those who ask for it alone. */
const APART = /^tfjs\//;

const gzipped = (folder: string, file: string): number => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;

/** The files that a page waits for: its HTML, what that links to, and what those import. */
export const firstFiles = ({ folder, outputs }: Site, page: string): readonly string[] => {
  const html = readFileSync(join(folder, `${page}.html`), "utf8");
  const found = new Set([`${page}.html`]);
  const add = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    const [, output] = Object.entries(outputs).find(([path]) => basename(path) === file) ?? [];
    for (const { path, kind } of output?.imports ?? []) if (kind === "import-statement") add(basename(path));
  };
  for (const [, file = ""] of html.matchAll(/<(?:script|link)[^>]*?(?:src|href)="([\w.-]+\.(?:js|css|svg))"/g)) add(file);
  return [...found];
};

const sizesOf = (site: Site): ReadonlyMap<string, number> =>
  new Map(site.pages.map((page) => [page, firstFiles(site, page).reduce((sum, file) => sum + gzipped(site.folder, file), 0)]));

const total = ({ folder }: Site): number =>
  filesIn(folder)
    .filter((file) => !APART.test(file))
    .reduce((sum, file) => sum + gzipped(folder, file), 0);

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

export const sizesTable = (site: Site): string => {
  const table = new Table({
    head: ["page", "first paint, gzipped", "budget"],
    colAligns: ["left", "right", "right"],
    style: { head: [], border: [] },
  });
  for (const [page, bytes] of sizesOf(site)) table.push([`${page}.html`, kB(bytes), kB(FIRST)]);
  table.push(["everything but tfjs/", kB(total(site)), kB(ALL)]);
  return table.toString();
};

export const exceeded = (site: Site): readonly string[] => [
  ...[...sizesOf(site)].flatMap(([page, bytes]) =>
    bytes < FIRST ? [] : [`${page}.html is ${kB(bytes)}, expected less than ${kB(FIRST)}`],
  ),
  ...(total(site) < ALL ? [] : [`everything is ${kB(total(site))}, expected less than ${kB(ALL)}`]),
];
