// What lies where in every memory that kernels work in, in bytes.
//
//   1024     four slots of 8 KiB, for what a kernel needs beside the arrays: DY an upstream gradient · X an operand and its result ·
//            OTHER a second operand or result · STATE what passes over rows hand on, and sums
//   33792    the blocks of a Heap; where there are none, the rest of the page is a slot for arrays that are in no cache anyway: WIDE
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
/**
 * Its tiles are fewer, and each takes a view and two calls: with `out`, 60 to 90 % of the time of tiles of 8 KiB from 256k elements on.
 * 64 KiB save 5 % more, and need a larger memory.
 */
export const WIDE = 4;
export const WIDE_BYTES = 31744;
/** Where blocks begin: `slot(4)`, as a literal, since bundlers keep what is computed. */
export const BLOCKS = 33792;
