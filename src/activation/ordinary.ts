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
  const functions = op.program.ready();
  if (!functions) return false;
  // One alone is as soon had by the formula as copied, but where only one result is right. (Of four it takes half as long again.)
  if (n === 1 && op.isExact && !Number.isNaN(x[0])) {
    to[0] = op.f(x[0], a, b);
    return true;
  }
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
