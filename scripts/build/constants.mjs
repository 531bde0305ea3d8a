// Vector constants out of the loops, into locals that a condition sets.
//
// V8 (11 to 14) makes a vector constant anew at each use, three instructions on x64, and moves nothing out of loops; a local
// set before the loop is still known to be that constant. Set under a condition that V8 cannot know it is a value like any
// other and stays in a register: sigmoid of f32 1.78 → 1.36 ns an element in Node 20, 2.24 → 1.36 in Node 24. The condition is
// that the memory is not empty, without which there is nothing to compute. Each constant is then in the module once a function,
// which makes the modules smaller too.
import binaryen from "binaryen";

/** A module in asc's text format → its text and bytes. Zeros stay: they cost one instruction. `reorder`: of a function's text, what comes after. */
export const constantsInLocals = (text, reorder = (part) => part) => {
  const functions = text.split(/^(?= \(func )/m).map((part) => {
    const names = new Map();
    const [head, ...body] = part.split(/^(?= {2}[^( ])/m);
    const replaced = body.join("").replace(/v128\.const i32x4 ((?:0x[0-9a-f]{8} ?){4})/g, (constant, words) => {
      if (/^[0x ]+$/.test(words)) return constant;
      if (!names.has(constant)) names.set(constant, `$constant${names.size}`);
      return `local.get ${names.get(constant)}`;
    });
    if (!names.size) return part;
    const declared = [...names.values()].map((name) => `  (local ${name} v128)\n`);
    const set = [...names].map(([constant, name]) => `   ${shortest(constant)}\n   local.set ${name}\n`);
    return `${head}${declared.join("")}  memory.size\n  if\n${set.join("")}  end\n${replaced}`;
  });
  const reordered = functions.map(reorder);
  const module = binaryen.parseText(reordered.join(""));
  module.setFeatures(binaryen.Features.SIMD128 | binaryen.Features.MutableGlobals);
  // Locals that are used most get the short numbers, and those that are not needed any more go.
  if (reordered.some((part, i) => part !== functions[i])) module.runPasses(["vacuum", "reorder-locals"]);
  const result = { wasm: Buffer.from(module.emitBinary()), wat: module.emitStackIR() };
  module.dispose();
  return result;
};

/** A splat takes 11 bytes where a vector takes 18; here, outside of loops, its instruction costs nothing. */
const shortest = (constant) => {
  const [a, b, c, d] = constant.split(" ").slice(2).map(Number);
  if (a !== c || b !== d) return constant;
  const value = a === b ? new Float32Array(Uint32Array.of(a).buffer)[0] : new Float64Array(Uint32Array.of(a, b).buffer)[0];
  if (Number.isNaN(value)) return constant;
  const text = Object.is(value, -0) ? "-0" : `${value}`.replace("Infinity", "inf");
  return a === b ? `f32.const ${text}\n   f32x4.splat` : `f64.const ${text}\n   f64x2.splat`;
};
