// If this fails, a kernel that is called by itself, as docs/abi.md describes, reads or writes behind its arrays: at the end of memory
// it traps, elsewhere it changes what is not its own.
import { describe, expect, test } from "vitest";
import { bytesOf } from "../src/engine/bytes.js";
import { type Unary, unary } from "./support/api.js";

const PAGES = 2;
const END = PAGES * 65536;
/** Far below the arrays at the end. */
const LOW = 4096;
const sizes = { f32: 4, f64: 8, i8: 1, i16: 2, i32: 4 } as const;
type Suffix = keyof typeof sizes;

const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
const bytes = new Uint8Array(memory.buffer);

const moduleOf = ({ definition }: Unary): WebAssembly.Module => {
  const { kernel } = definition;
  if (typeof kernel !== "string") return kernel;
  return new WebAssembly.Module(bytesOf(kernel));
};

const functions = unary.flatMap((op) => {
  const { exports } = new WebAssembly.Instance(moduleOf(op), { env: { memory } });
  return Object.entries(exports).flatMap(([name, run]) => {
    const [, kind, suffix] = /^(forward|backward|from_output)_([fi]\d+)$/.exec(name) ?? [];
    const call = run as (...args: readonly number[]) => void;
    return kind === undefined ? [] : [[`${op.definition.name}: ${name}`, kind, suffix as Suffix, call] as const];
  });
});

describe("arrays that end at memory's last byte", () => {
  test("there are functions to try, of every kind", () => {
    expect(new Set(functions.map(([, kind]) => kind))).toEqual(new Set(["forward", "backward", "from_output"]));
    expect(functions.length).toBeGreaterThan(2 * 2 * unary.length);
  });

  // Parameters of 1 have loops of their own.
  test.each(functions.flatMap((one) => [1, 1.5].map((a) => [...one, a] as const)))("%s", (_, kind, suffix, run, a) => {
    const size = sizes[suffix];
    for (let n = 1; n <= 40; n++) {
      const all = n * size;
      /** Written over x at the given place, with dy anywhere else; what is left there. */
      const results = (at: number, dyAt: number): Uint8Array => {
        bytes.fill(0xa5);
        for (let i = 0; i < all; i++) bytes[at + i] = (i * 7) & 0x3f;
        for (let i = 0; i < all; i++) bytes[dyAt + i] = (i * 5) & 0x3f;
        if (kind === "forward") run(at, at, n, a, 2);
        else run(dyAt, at, at, n, a, 2);
        const around = [bytes.subarray(0, Math.min(at, dyAt)), bytes.subarray(at + all, at < dyAt ? dyAt : END)];
        for (const part of around)
          if (!part.every((byte) => byte === 0xa5)) expect.unreachable(`${n} elements: what lies beside was written`);
        return bytes.slice(at, at + all);
      };
      const expected = results(LOW, LOW + 1024);
      expect(results(END - all, LOW)).toEqual(expected);
      // And dy at the end.
      if (kind !== "forward") expect(results(LOW, END - all)).toEqual(expected);
    }
  });
});
