// LiteRT.js: loads its WebAssembly by a script element, or by a worker's importScripts; without a page it says why it cannot.
import type { Absent, Contender } from "./contender.js";
import { FOLDER, load } from "./load.js";

interface LiteRt {
  loadLiteRt(folder: string): Promise<unknown>;
}

export const litert = async (): Promise<readonly (Contender | Absent)[]> => {
  const { loadLiteRt } = await load<LiteRt>("@litertjs/core");
  await loadLiteRt(`${FOLDER}/node_modules/@litertjs/core/wasm/`);
  throw new Error("loads, but there is no model for it here");
};
