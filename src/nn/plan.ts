// A chain of layers, laid out for a shape: where in one arena each result is, and the steps between them. Layers describe their part
// once, in `build`; then batches run through it without another look at shapes or memory, in pieces of `rows` examples.
import { refuse } from "../engine/errors.js";
import { elementsOf, type Shape } from "../engine/tensor.js";
import { type Arena, arenaWith } from "./arena.js";
import type { Parameter } from "./parameter.js";

/** What a layer does between two places. */
export interface Step {
  /** Before a batch, and before anything is written: what its size has to be is refused here. */
  begin?(batch: number): void;
  /** The next `rows` examples, of which the first is number `start` of the batch. */
  forward(rows: number, start: number): void;
  /** From the gradient of the result to that of the input, and to those of the parameters, which are added to. In training only. */
  backward?(rows: number): void;
}

/** Room for so many float32 in the plan's block. Where it is stands fast when the plan is placed. */
export class Room {
  address = 0;
  /** All of it. */
  data: Float32Array = undefined as unknown as Float32Array;
  constructor(
    readonly offset: number,
    readonly length: number,
  ) {}
}

/** `rows` examples of a shape. */
export class Place {
  private latest: Float32Array | undefined;
  constructor(
    /** The shape of one. */
    readonly shape: Shape,
    /** Elements of one. */
    readonly size: number,
    readonly room: Room,
    /** The gradient with respect to these; in training. */
    readonly gradient: Room | undefined,
  ) {}

  get address(): number {
    return this.room.address;
  }

  /** The first `rows` of them as an array. */
  view(rows: number): Float32Array {
    const length = rows * this.size;
    if (length === this.room.length) return this.room.data;
    if (this.latest?.length !== length || this.latest.byteOffset !== this.room.address) this.latest = this.room.data.subarray(0, length);
    return this.latest;
  }

  get gradientAddress(): number {
    return (this.gradient as Room).address;
  }

  gradientView(rows: number): Float32Array {
    const { data } = this.gradient as Room;
    return rows * this.size === data.length ? data : data.subarray(0, rows * this.size);
  }
}

/** A parameter as steps see it: where it is in the plan's arena, itself or a copy that comes before each run and goes back after it. */
export class Local {
  address = 0;
  gradientAddress = 0;
  copy: Float32Array | undefined;
  gradientCopy: Float32Array | undefined;
  readonly length: number;
  constructor(readonly parameter: Parameter) {
    this.length = parameter.data.length;
  }
}

/** Rooms begin at vectors. */
const roundUp = (length: number): number => Math.ceil(length / 4) * 4;

export class Plan {
  /** Set when it is placed. */
  arena: Arena = undefined as unknown as Arena;
  readonly steps: Step[] = [];
  private readonly rooms: Room[] = [];
  private readonly locals = new Map<Parameter, Local>();
  /** Rooms that nothing needs any more, by their end. */
  private spare: Room[] = [];
  private end = 0;
  private scratch = 0;
  private scratchRoom: Room | undefined;
  private block: Float32Array | undefined;

  constructor(
    /** What messages call the function that users called. */
    readonly where: string,
    /** Examples in one piece. */
    readonly rows: number,
    /** Examples in the batch for which it is made. */
    readonly batch: number,
    readonly isTraining: boolean,
  ) {}

  /** float32 in all, as far as it is built. */
  get length(): number {
    return this.end + this.scratch;
  }

  /** Room for the results of a step: `rows` examples of a shape. */
  place(shape: Shape): Place {
    const size = elementsOf(shape);
    return new Place(shape, size, this.reserve(size * this.rows), this.isTraining ? this.reserve(size * this.rows) : undefined);
  }

  /** Room that keeps what is in it from step to step. */
  reserve(length: number): Room {
    const needed = roundUp(length);
    const at = this.spare.findIndex((room) => roundUp(room.length) >= needed);
    const offset = at < 0 ? this.end : (this.spare.splice(at, 1)[0] as Room).offset;
    if (at < 0) this.end += needed;
    const room = new Room(offset, length);
    this.rooms.push(room);
    return room;
  }

  /** What was in a place is read no more. */
  discard(place: Place): void {
    if (!this.isTraining) this.spare.push(place.room);
  }

  /** Room for one step's own use, while it runs. */
  workspace(length: number): Room {
    this.scratch = Math.max(this.scratch, roundUp(length));
    if (!this.scratchRoom) this.scratchRoom = new Room(0, 0);
    return this.scratchRoom;
  }

  parameter(parameter: Parameter): Local {
    let local = this.locals.get(parameter);
    if (!local) {
      local = new Local(parameter);
      this.locals.set(parameter, local);
    }
    return local;
  }

  /** Takes its memory: where the parameters are if there is room, else anywhere. Throws a RangeError, and nothing is changed. */
  settle(homes: readonly Arena[]): void {
    const foreign = (arena: Arena | undefined): number => {
      let length = 0;
      for (const { parameter } of this.locals.values())
        if (!arena?.holds(parameter.data)) length += roundUp(parameter.data.length) * (this.isTraining ? 2 : 1);
      return length;
    };
    let arena: Arena | undefined;
    for (const home of homes) {
      this.block = home.lend(this.length + foreign(home));
      if (this.block) arena = home;
      if (arena) break;
    }
    if (!arena) {
      const length = this.length + foreign(undefined);
      arena = arenaWith(this.where, 4 * length);
      this.block = arena.lend(length) as Float32Array;
    }
    this.arena = arena;
    const { buffer, byteOffset } = this.block as Float32Array;
    let next = byteOffset + 4 * this.end;
    for (const room of this.rooms) {
      room.address = byteOffset + 4 * room.offset;
      room.data = new Float32Array(buffer, room.address, room.length);
    }
    if (this.scratchRoom) this.scratchRoom.address = next;
    next += 4 * this.scratch;
    const bring = (length: number): Float32Array => {
      const copy = new Float32Array(buffer, next, length);
      next += 4 * roundUp(length);
      return copy;
    };
    for (const local of this.locals.values()) {
      const { data, grad } = local.parameter;
      if (!arena.holds(data)) {
        local.copy = bring(data.length);
        if (this.isTraining) local.gradientCopy = bring(grad.length);
      }
      local.address = (local.copy ?? data).byteOffset;
      local.gradientAddress = (local.gradientCopy ?? grad).byteOffset;
    }
  }

  release(): void {
    if (this.block) this.arena.release(this.block);
    this.block = undefined;
  }

  /** All steps for the next `rows` examples. */
  forward(rows: number, start: number): void {
    for (const step of this.steps) step.forward(rows, start);
  }

  /** The parameters' arrays, by name. */
  arrays(): (readonly [name: string, data: Float32Array])[] {
    return Array.from(this.locals.keys()).flatMap(({ data, grad }) => [["a parameter", data] as const, ["a gradient", grad] as const]);
  }

  /** Before a batch: copies of parameters whose home is elsewhere. */
  bring(where: string): void {
    for (const { copy, parameter, length } of this.locals.values()) {
      if (parameter.data.length !== length) refuse(where, "a parameter", "is one of a disposed module", "parameters of live ones");
      copy?.set(parameter.data);
    }
  }

  backward(where: string, rows: number): void {
    for (const { gradientCopy, parameter } of this.locals.values()) gradientCopy?.set(parameter.grad);
    this.bring(where);
    for (let i = this.steps.length - 1; i >= 0; i--) this.steps[i]?.backward?.(rows);
    for (const { gradientCopy, parameter } of this.locals.values()) if (gradientCopy) parameter.grad.set(gradientCopy);
  }
}
