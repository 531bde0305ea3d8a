// Text as bytes and back, without TextEncoder and TextDecoder: Jest's jsdom and Hermes have none.

/** Of text that has no half of a surrogate pair by itself. */
export const encode = (text: string): Uint8Array => {
  const escaped = encodeURIComponent(text);
  const bytes = new Uint8Array(escaped.length);
  let n = 0;
  for (let i = 0; i < escaped.length; i++)
    if (escaped[i] === "%") {
      bytes[n++] = Number.parseInt(escaped.slice(i + 1, i + 3), 16);
      i += 2;
    } else bytes[n++] = escaped.charCodeAt(i);
  return bytes.subarray(0, n);
};

/** Throws if they are no UTF-8. */
export const decode = (bytes: Uint8Array): string => {
  let escaped = "";
  for (const byte of bytes) escaped += byte < 128 && byte !== 37 ? String.fromCharCode(byte) : `%${(256 + byte).toString(16).slice(1)}`;
  return decodeURIComponent(escaped);
};
