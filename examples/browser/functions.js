// The activations, by what the package exports.
import * as api from "relu-simd";

/** What has to be given beside x, for those that have no defaults. */
const given = {
  prelu: [0.25],
  threshold: [{ threshold: 1, value: 0 }],
};

/** Name, f(x, out?) and f′(x, out?) of each function that has a derivative. */
export const functions = Object.entries(api)
  .filter(([, f]) => typeof f === "function" && "derivative" in f)
  .map(([name, f]) => {
    const args = given[name] ?? [];
    const options = args.find((arg) => typeof arg === "object");
    const operands = args.filter((arg) => arg !== options);
    const call = (g) => (x, out) => g(x, ...operands, out ? { ...options, out } : (options ?? {}));
    return { name, value: call(f), derivative: call(f.derivative), remark: args.map((arg) => show(arg)).join(", ") };
  });

function show(arg) {
  if (typeof arg !== "object") return `weight ${arg}`;
  return Object.entries(arg)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
