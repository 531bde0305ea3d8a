// Where files are, and what to call them.
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** npm runs scripts where package.json is; names of files mean where the user is. */
const here = process.env["INIT_CWD"] ?? process.cwd();

export const fromUser = (name: string): string => resolve(here, name);

export const inRepository = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const nameOf = (file: string): string => relative(here, file);
