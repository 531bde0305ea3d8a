// What computes here, said on the page. `?backend=js` in the address takes WebAssembly away before the package looks for it.
import { backend, refusals } from "relu-simd";
import { forced } from "./forced.js";

const why = (): string => {
  if (forced()) return "because the address says backend=js";
  const [[name, reason] = []] = refusals;
  if (name === undefined) return "because this browser lacks WebAssembly SIMD";
  // Engines quote the whole policy.
  if (/content security policy/i.test(String(reason))) return "because the server’s security policy forbids WebAssembly";
  return `because of the kernel ${name}: ${String(reason).replace(/\.$/, "")}`;
};

/** In words, for the foot of the page. */
export const backendInWords = (): string => (backend === "wasm" ? "WebAssembly SIMD" : "plain JavaScript");

/** Fills `[data-backend]` and, where it is plain JavaScript, shows `[data-fallback]`. Again whenever a kernel may have been refused. */
export const showBackend = (): void => {
  for (const element of document.querySelectorAll<HTMLElement>("[data-backend]")) {
    element.dataset["backend"] = backend;
    element.textContent = `Computed here by relu-simd in ${backendInWords()}.`;
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-fallback]")) {
    element.hidden = backend === "wasm";
    element.textContent = `Everything on this page runs in plain JavaScript, ${why()}. The numbers are good; the speed is not that of SIMD.`;
  }
};
