// Prints what an example gives, where it was started itself: npx tsx examples/nn/simpleNN.ts
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

export const start = (url: string, run: () => object): void => {
  if (argv[1] === fileURLToPath(url)) console.log(run());
};

/** Numbers of an example's input, the same each time, from −1 to 1. */
export const numbers = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9898));
