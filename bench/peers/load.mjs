// Libraries are installed beside this file, so it is here that their names are looked up, whatever is bundled to where.
export const load = (name) => import(name);
