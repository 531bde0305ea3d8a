// SHA-256, in hexadecimal.
import { createHash } from "node:crypto";
import { bytesOf } from "../../src/engine/bytes.js";

export const sha256 = (...parts: readonly (Uint8Array | string)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

/** Of a kernel's bytes, which definitions hold as text. */
export const kernelHash = (kernel: string): string => sha256(bytesOf(kernel));
