// site/ → build/site/. What a file is follows from where it stands:
//
//   site/<page>.html           a page; its program is site/<page>/main.ts (of index.html: site/home/), which becomes <page>.js
//   site/<folder>/style.css    a page's own style sheet: <page>.css; site/shared/site.css is that of all: site.css
//   site/<folder>/worker.ts    a module worker: <folder>-worker.js
//   site/<name>.ts             a script of its own, not a module: <name>.js; FILES and VERSION are known in it
//   site/<folder>/build.ts     makes what else the folder needs: its default export is called with the folder that is built
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { made } from "./made.js";
import { filled } from "./pages.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const source = join(root, "site");
const target = join(root, "build/site");

export interface Site {
  readonly folder: string;
  /** Names of pages, without ".html". */
  readonly pages: readonly string[];
  /** esbuild's account of modules and style sheets. */
  readonly outputs: Metafile["outputs"];
}

const options: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  target: "es2022",
  outdir: target,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
};

/**
 * `?backend=js` in an address, a worker's too: as if there was no WebAssembly. It stands before every chunk, because the package looks for
 * WebAssembly as it is loaded, and no order between chunks is promised.
 */
const withoutWasm = 'if(new URLSearchParams(location.search).get("backend")==="js")globalThis.WebAssembly=void 0;';

/** Where a page's program is. */
const folderOf = (page: string): string => (page === "index" ? "home" : page);

const entriesOf = (pages: readonly string[], folders: readonly string[]): { in: string; out: string }[] => {
  const entry = (file: string, out: string): { in: string; out: string }[] =>
    existsSync(join(source, file)) ? [{ in: join(source, file), out }] : [];
  return [
    ...pages.map((page) => ({ in: join(source, folderOf(page), "main.ts"), out: page })),
    ...pages.flatMap((page) => entry(`${folderOf(page)}/style.css`, page)),
    ...entry("shared/site.css", "site"),
    ...folders.flatMap((folder) => entry(`${folder}/worker.ts`, `${folder}-worker`)),
  ];
};

/** Every file that was built, by its address relative to the site. */
export const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();

const versionOf = (files: readonly string[]): string => {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(join(target, file)));
  return hash.digest("hex").slice(0, 16);
};

/** `without` are folders of site/ that are left out. */
export const buildSite = async (without: readonly string[] = []): Promise<Site> => {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const entries = readdirSync(source, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !without.includes(entry.name)).map(({ name }) => name);
  const named = (end: string): readonly string[] =>
    entries.filter((entry) => entry.isFile() && entry.name.endsWith(end)).map(({ name }) => name.slice(0, -end.length));
  const pages = named(".html");

  const { metafile } = await build({
    ...options,
    entryPoints: entriesOf(pages, folders),
    format: "esm",
    splitting: true,
    chunkNames: "shared-[hash]",
    plugins: [made],
    banner: { js: withoutWasm },
  });
  for (const page of pages) writeFileSync(join(target, `${page}.html`), filled(`${page}.html`));
  for (const folder of folders) {
    const own = join(source, folder, "build.ts");
    if (existsSync(own)) await ((await import(pathToFileURL(own).href)) as { default: (folder: string) => Promise<void> }).default(target);
  }

  // Last: these know all other files.
  const scripts = named(".ts").filter((name) => !name.endsWith(".d"));
  const files = filesIn(target);
  const all = [...files, ...scripts.map((name) => `${name}.js`)].sort();
  const { metafile: last } = await build({
    ...options,
    entryPoints: scripts.map((name) => ({ in: join(source, `${name}.ts`), out: name })),
    format: "iife",
    define: { FILES: JSON.stringify(all), VERSION: JSON.stringify(versionOf(files)) },
  });
  return { folder: target, pages, outputs: { ...metafile?.outputs, ...last?.outputs } };
};
