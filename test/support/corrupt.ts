// Kernels with one function spoilt: a valid module, in which that function returns at once and has computed nothing, or 0.
import { bytesOf } from "../../src/engine/bytes.js";

const toHex = (bytes: readonly number[]): string => bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** A number in LEB128, as modules have them. */
const leb = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);

class Reader {
  constructor(
    readonly bytes: Uint8Array,
    public at = 0,
  ) {}
  byte(): number {
    return this.bytes[this.at++] as number;
  }
  number(): number {
    const byte = this.byte();
    return byte < 128 ? byte : (byte & 127) + this.number() * 128;
  }
  take(n: number): Uint8Array {
    this.at += n;
    return this.bytes.subarray(this.at - n, this.at);
  }
  list<T>(read: () => T): T[] {
    return Array.from({ length: this.number() }, read);
  }
}

const TYPE = 1;
const FUNCTION = 3;
const EXPORT = 7;
const CODE = 10;
/** No locals, end; and with a float64 of 0 between. */
const NOTHING = [0, 0x0b];
const ZERO = [0, 0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0x0b];

const sectionsOf = (bytes: Uint8Array): readonly { readonly id: number; readonly content: Uint8Array }[] => {
  const reader = new Reader(bytes, 8);
  const sections = [];
  while (reader.at < bytes.length) sections.push({ id: reader.byte(), content: reader.take(reader.number()) });
  return sections;
};

const contentOf = (bytes: Uint8Array, section: number): Reader =>
  new Reader(sectionsOf(bytes).find(({ id }) => id === section)?.content ?? Uint8Array.of(0));

/** Of each function how many results it has. */
const resultsIn = (bytes: Uint8Array): readonly number[] => {
  const types = contentOf(bytes, TYPE);
  const results = types.list(() => {
    types.byte();
    types.take(types.number());
    return types.take(types.number()).length;
  });
  const functions = contentOf(bytes, FUNCTION);
  return functions.list(() => results[functions.number()] ?? 0);
};

/** The functions of a module and their index among its own. None is imported: only memory is. */
export const functionsIn = (text: string): ReadonlyMap<string, number> => {
  const reader = contentOf(bytesOf(text), EXPORT);
  const decoder = new TextDecoder();
  const exported = reader.list(() => ({ name: decoder.decode(reader.take(reader.number())), kind: reader.byte(), index: reader.number() }));
  return new Map(exported.filter(({ kind }) => kind === 0).map(({ name, index }) => [name, index]));
};

/** The module with the function of this name emptied. If it returns something, that is a float64. */
export const corrupted = (text: string, name: string): string => {
  const bytes = bytesOf(text);
  const spoilt = functionsIn(text).get(name) ?? -1;
  const empty = resultsIn(bytes)[spoilt] === 1 ? ZERO : NOTHING;
  const parts = sectionsOf(bytes).flatMap(({ id, content }) => {
    const reader = new Reader(content);
    const bodies = id === CODE ? reader.list(() => [...reader.take(reader.number())]) : [];
    const whole =
      id === CODE
        ? [
            ...leb(bodies.length),
            ...bodies.flatMap((body, i) => (i === spoilt ? [...leb(empty.length), ...empty] : [...leb(body.length), ...body])),
          ]
        : [...content];
    return [id, ...leb(whole.length), ...whole];
  });
  return toHex([...bytes.subarray(0, 8), ...parts]);
};
