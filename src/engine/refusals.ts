// Which kernels this engine does not run, and why.

const reasons = /* @__PURE__ */ new Map<string, string>();

/**
 * Why functions run in plain JavaScript although there are kernels: by the kernel's name, in the engine's words or in ours. Empty as long
 * as every kernel that was asked for runs. `backend` is "js" as soon as there is an entry.
 *
 * @example if (backend === "js") console.warn([...refusals]);   // [["gelu", "CompileError: …"]]
 */
export const refusals: ReadonlyMap<string, string> = reasons;

/** Is told whenever a kernel was found to run, or not to. */
let listener: (() => void) | undefined;
export const listen = (to: () => void): void => {
  listener = to;
};

/** A kernel was tried and runs, or does not, and why. */
export const record = (name: string, reason?: string): void => {
  if (reason) reasons.set(name, reason);
  else reasons.delete(name);
  if (listener) listener();
};
