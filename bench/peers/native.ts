// Native code, compiled on the spot: the physical limit. It runs and times itself in a process of its own, and takes turns like all.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Absent, Contender } from "./contender.js";
import { FOLDER } from "./load.js";
import type { Task } from "./task.js";

const FORMS = [
  { peer: "native", form: "SSE 4.1 ×4", flags: ["-msse4.1", "-DHAND"] },
  { peer: "native", form: "-march=native", flags: ["-march=native"] },
  { peer: "copy", form: "memcpy", flags: ["-DCOPY"] },
] as const;

type Form = (typeof FORMS)[number];

const compile = (program: string, flags: readonly string[]): void => {
  execFileSync("cc", ["-O3", "-std=c11", ...flags, "-o", program, resolve(FOLDER, "native/relu.c")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
};

const contenderOf = (program: string, { peer, form }: Form, length: number): Contender => {
  const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
  let input = new Float32Array(0);
  let parts: Buffer[] = [];
  let isWhole: (all: Buffer) => boolean = () => false;
  let answer: (all: Buffer) => void = () => {};
  let refuse: (reason: Error) => void = () => {};
  child.on("close", (code) => refuse(new Error(`the native program ended with ${code}`)));
  child.on("error", (error) => refuse(error));
  child.stdout.on("data", (part: Buffer) => {
    parts.push(part);
    const all = Buffer.concat(parts);
    if (isWhole(all)) answer(all);
  });
  const ask = (request: string | Uint8Array[], whole: typeof isWhole): Promise<Buffer> =>
    new Promise((resolveAnswer, reject) => {
      parts = [];
      [isWhole, answer, refuse] = [whole, resolveAnswer, reject];
      for (const part of typeof request === "string" ? [request] : request) child.stdin.write(part);
    });
  const apply = async (): Promise<Float32Array> => {
    const bytes = new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    const all = await ask([new TextEncoder().encode(`apply ${input.length}\n`), bytes], (got) => got.length >= bytes.length);
    return new Float32Array(new Uint8Array(all).buffer);
  };
  return {
    peer,
    form,
    way: "resident",
    // For the check alone; the pool that is timed is the program's own.
    take: ([x]) => {
      input = new Float32Array(x ?? []);
    },
    call: () => {},
    result: apply,
    time: async (calls) => Number((await ask(`time ${length} ${calls}\n`, (all) => all.includes(10))).toString()),
    dispose: () => void child.stdin.end(),
  };
};

export const native = async ({ op, kind, length }: Task): Promise<readonly (Contender | Absent)[]> => {
  if (op !== "relu" || kind !== "value") return [];
  const folder = resolve("build/peers/native");
  mkdirSync(folder, { recursive: true });
  return FORMS.map((form, i) => {
    const program = resolve(folder, `relu${i}`);
    try {
      compile(program, form.flags);
    } catch (error) {
      const { stderr, message } = error as { stderr?: Buffer; message: string };
      const why = `does not compile: ${(stderr?.toString() || message).trim().split("\n")[0]}`;
      return { peer: form.peer, form: form.form, way: "resident", why };
    }
    return contenderOf(program, form, length);
  });
};
