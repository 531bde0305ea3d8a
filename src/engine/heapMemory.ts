// Which heap an array lives in, and how a kernel runs there. Apart from heap.ts and run.ts, so that neither needs the other.
import { type Elements, F32, typeOf } from "./elements.js";
import { refuser } from "./errors.js";
import { BLOCKS, compile, instantiate, type Kernel, type Run } from "./kernel.js";
import { askAlways, type Direction, FORWARD, kinds, type Linkable, pick, type Residence, setResidence, type Way } from "./run.js";

let ids = 0;

/** A heap's memory and the kernels linked to it. Here and not with the operations, which would keep the memory alive. */
export class Home {
  private readonly linked: (readonly Run[])[] = [];
  isDisposed = false;
  constructor(readonly memory: WebAssembly.Memory) {}

  runs(op: Linkable, names: readonly string[] = kinds): readonly Run[] {
    let runs = this.linked[op.id];
    if (!runs) {
      op.id ||= ++ids;
      runs = instantiate(compiled(op.kernel), this.memory, names);
      this.linked[op.id] = runs;
    }
    return runs;
  }
}

const modules = /* @__PURE__ */ new Map<Kernel, WebAssembly.Module>();
const compiled = (kernel: Kernel): WebAssembly.Module => {
  let module = modules.get(kernel);
  if (!module) {
    module = compile(kernel);
    modules.set(kernel, module);
  }
  return module;
};

export interface Place {
  readonly home: Home;
  readonly address: number;
  readonly type: number;
  readonly length: number;
}

let anyDisposed = false;
const homes = /* @__PURE__ */ new WeakMap<ArrayBufferLike, Home>();
const places = /* @__PURE__ */ new WeakMap<Elements, Place>();

/** Makes a memory known as a heap's. */
export const settle = (memory: WebAssembly.Memory): void => {
  homes.set(memory.buffer, new Home(memory));
  setResidence(here);
};

/** Makes a heap's arrays unusable; from now on short arrays too are looked up. */
export const bury = (memory: WebAssembly.Memory): void => {
  (homes.get(memory.buffer) as Home).isDisposed = true;
  anyDisposed = true;
  askAlways();
};

/** Where an array is, if in a heap. Remembered for every view of one: `.buffer` costs more than the lookup. */
const placeOf = (view: Elements): Place | undefined => {
  // Ordinary arrays seldom begin so far into their buffer; what is no array has no offset.
  if (!(view?.byteOffset >= BLOCKS)) return undefined;
  let place = places.get(view);
  if (!place) {
    const home = homes.get(view.buffer);
    if (home) {
      place = { home, address: view.byteOffset, type: typeOf(view), length: view.length };
      places.set(view, place);
    }
  }
  return place;
};

/** As placeOf; throws if the heap is gone. */
export const livingPlaceOf = (op: { readonly name: string }, direction: Direction, argument: string, view: Elements): Place | undefined => {
  const place = placeOf(view);
  if (place?.home.isDisposed) refuser(op, direction)(argument, "is an array of a disposed heap", "one of a live heap, or any other");
  return place;
};

/** One call of the kernel where the arrays are; false unless all are in one heap. */
const resident: Way = (op, direction, type, dy, x, y, a, b) => {
  const xPlace = livingPlaceOf(op, direction, "x", x);
  if (!xPlace && !anyDisposed) return false;
  const yPlace = y === x ? xPlace : livingPlaceOf(op, direction, "out", y);
  const dyPlace = dy && livingPlaceOf(op, direction, "dy", dy);
  if (!xPlace || !yPlace || yPlace.home !== xPlace.home || (dy && dyPlace?.home !== xPlace.home)) return false;
  const { address, home } = xPlace;
  const run = pick(home.runs(op), direction, type);
  if (direction === FORWARD) run(address, yPlace.address, x.length, a, b);
  else if (dyPlace) run(dyPlace.address, address, yPlace.address, x.length, a, b);
  else {
    // The ones that a derivative multiplies by can lie where its result goes, unless x lies there.
    if (yPlace.address === address) return false;
    y.fill(1);
    run(yPlace.address, address, yPlace.address, x.length, a, b);
  }
  return true;
};

const quick: Residence["quick"] = (op, x, y, a, b) => {
  const xPlace = places.get(x) ?? placeOf(x);
  if (!xPlace) return false;
  const yPlace = x === y ? xPlace : (places.get(y) ?? placeOf(y));
  if (yPlace?.home !== xPlace.home || xPlace.home.isDisposed) return false;
  // Places of a heap never change, so all there is to check is in them.
  const { address, length } = xPlace;
  const distance = Math.abs(address - yPlace.address);
  if (xPlace.type || yPlace.type || yPlace.length !== length || (distance && distance < 4 * length)) return false;
  (xPlace.home.runs(op)[F32] as Run)(address, yPlace.address, length, a, b);
  return true;
};

const homeOf: Residence["home"] = (op, direction, arrays) => {
  const homes = Object.keys(arrays).map((argument) => livingPlaceOf(op, direction, argument, arrays[argument] as Elements)?.home);
  return homes.every((home) => home === homes[0]) ? homes[0] : undefined;
};

const here: Residence = { run: resident, quick, home: homeOf };
