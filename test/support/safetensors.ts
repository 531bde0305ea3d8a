// Model files byte by byte, right ones and wrong ones.

/** A file of a header as it stands and so many bytes of data. */
export const file = (header: string | Uint8Array, data: Uint8Array | number = 0): Uint8Array => {
  const json = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const body = typeof data === "number" ? new Uint8Array(data) : data;
  const bytes = new Uint8Array(8 + json.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(body, 8 + json.length);
  return bytes;
};
export const entry = (dtype: string, shape: readonly number[], from: number, to: number): object => ({
  dtype,
  shape,
  data_offsets: [from, to],
});
export const fileOf = (header: object, data: Uint8Array | number = 0): Uint8Array => file(JSON.stringify(header), data);
