// The module that limits.ts makes, at work: without the compiler that made it, so that any process can take it as a yardstick.

/** Seven products and seven sums that do not wait for each other: as many as hide an operation's latency, and fewer than there are registers. */
export const CHAINS = 7;
/** The loop itself costs: so many times its body. */
export const UNROLLED = 8;
export const TURNS = 200;
/** Operations of a call of `peak` with so many turns: four lanes, a product and a sum. */
export const PEAK_WORK = 8 * CHAINS * UNROLLED * TURNS;

interface Functions {
  peak(turns: number): number;
  read(from: number, end: number): number;
}

/** In a memory of so many pages, all ones, that never grows: `peak` reads 16 bytes of it, `read` what it is told. */
export const linked = (bytes: Uint8Array, pages: number): Functions => {
  const memory = new WebAssembly.Memory({ initial: pages });
  new Float32Array(memory.buffer).fill(1);
  return new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource), { env: { memory } }).exports as unknown as Functions;
};
