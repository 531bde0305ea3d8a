// What lies where in every memory that kernels work in, in bytes.
//
//   1024     four slots of 8 KiB, for what a kernel needs beside the arrays: DY an upstream gradient · X an operand and its result ·
//            OTHER a second operand or result · STATE what passes over rows hand on, and sums
//   33792    the blocks of a Heap
//
// Below 1024 is nothing: the compiler relies on that. A memory is never grown, so views of it stay whole; one that has more to hold
// (a heap) is made larger at once, and these places are its beginning.

/** Bytes of a slot. With 8 KiB, an array's tile and the slot stay in the first cache; 4 and 16 KiB take 5 to 20 % longer. */
export const SLOT = 8192;
export const slot = (index: number): number => 1024 + index * SLOT;

export const DY = 0;
export const X = 1;
export const OTHER = 2;
export const STATE = 3;
/** Where blocks begin: `slot(4)`, as a literal, since bundlers keep what is computed. */
export const BLOCKS = 33792;
