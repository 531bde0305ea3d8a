// y ← f(x) of ordinary float32 arrays that fit a slot: what programs do most, with nothing in it that other arrays need.
//
// Short calls wait for memory: of two arrays that were not used of late, each object that is looked at takes 10 to 100 ns. Here that is the
// arrays and their elements; not their buffers, which the general way asks for an address. (Without this file, and with the checks of
// operands.ts alone, a call of a few elements takes 10 to 30 ns more.)
import { copyInto, type Elements, F32, lengthOf, offsetOf, typeOf } from "../engine/elements.js";
import { functionOf, scratchOf } from "../engine/kernel.js";
import { SLOT, slot, X } from "../engine/scratch.js";
import { mayBeInHeap } from "../engine/spaces.js";
import { FEW } from "../engine/workspace.js";
import { FORWARD } from "./direction.js";
import type { Operation } from "./elementwise.js";

/**
 * Up to here a loop in JavaScript is ahead of two copies and a kernel, for activations that have one: half the time at 8 elements, four fifths at
 * 64 in Node 24, as much in Node 20.
 */
const SHORT = 64;

/** Whether it ran. Not for arrays of another type or length, in a heap, empty, or close together: they are for who asks. */
export const isRun = (op: Operation, x: Elements, y: unknown, a: number, b: number): boolean => {
  if (typeOf(y) !== F32) return false;
  const to = y as Elements;
  if (x[0] === undefined || to[0] === undefined) return false;
  const n = lengthOf(x);
  const from = offsetOf(x);
  const at = offsetOf(to);
  const distance = Math.abs(from - at);
  if (n !== lengthOf(to) || n > SLOT / 4 || mayBeInHeap(from) || mayBeInHeap(at) || (distance && distance < 4 * n)) return false;
  return (n <= SHORT && op.each !== undefined && op.each(x, to, n, a, b)) || isRunByKernel(op, x, to, n, a, b);
};

/** Apart, or V8 has no room left to put `isRun` where it is called, 3 ns. */
const isRunByKernel = (op: Operation, x: Elements, to: Elements, n: number, a: number, b: number): boolean => {
  const functions = op.program.ready();
  if (!functions) return false;
  const scratch = scratchOf();
  const forward = functionOf(functions, FORWARD, F32);
  const address = slot(X);
  if (n > FEW) {
    // By way of `read` and `flush`, which ask for lengths and the view again, 30 ns more in Node 20.
    const place = scratch.view(F32, X, n);
    copyInto(place, x, 0);
    forward(address, address, n, a, b);
    copyInto(to, place, 0);
  } else {
    scratch.read(x, F32, X, 0, n);
    forward(address, address, n, a, b);
    scratch.flush(to, F32, X, 0, n);
  }
  return true;
};
