// SHA-256, in hexadecimal.
import { createHash } from "node:crypto";

export const sha256 = (...parts: readonly (Uint8Array | string)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

/** Of a kernel's bytes, which definitions hold in hexadecimal. */
export const kernelHash = (kernel: string): string => sha256(Buffer.from(kernel, "hex"));
