// How many bytes travel. By zlib in JavaScript, which gives the same everywhere: Node's own differs with its version and the processor, and so
// would every page.
import { gzip } from "pako";

export const gzipped = (bytes: Uint8Array): number => gzip(bytes, { level: 9 }).length;

/** "5.0" */
export const kilobytes = (count: number): string => (count / 1000).toFixed(1);
