// The last argument of every function.
import { describe, refuse } from "./errors.js";

export type Options = Readonly<Record<string, unknown>>;

const none: Options = /* @__PURE__ */ Object.freeze(Object.create(null));
const hasOwn = Object.prototype.hasOwnProperty;

/**
 * The options as an object that holds nothing unknown. `known` are read by the caller, each once, wherever they come from (a getter, a
 * prototype); anything else that is the object's own is refused, since it may be misspelt.
 *
 * `list` is the third argument: `array.map(relu)` calls relu(x, index, array), and that index is no options.
 */
export const optionsOf = (where: string, options: unknown, known: readonly string[], x?: unknown, list?: unknown): Options => {
  if (options === undefined) return none;
  if (typeof options !== "object" || options === null) {
    if (typeof options === "number" && typeof list === "object" && list !== null && Object.is((list as readonly unknown[])[options], x))
      return none;
    return refuse(where, "options", describe(options), "an object");
  }
  for (const key in options)
    if (key !== known[0] && !known.includes(key) && hasOwn.call(options, key))
      refuse(where, "options", `has ${key}`, known.length ? known.join(" or ") : "none");
  return options as Options;
};
