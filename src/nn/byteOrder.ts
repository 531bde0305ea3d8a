// Files have the lowest byte first. Nearly every engine has too, so that bytes are copied at once (0.2 ns an element and no warming up;
// 1.3 ns, at first 28 ns, by a DataView).

/** Turns each word's bytes round. */
export const swapBytes = (words: Uint32Array): void => {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    words[i] = (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
  }
};

/** Words whose bytes were copied from a file, or will be to one: as the engine has them, or the file. */
export const inOrderOfFiles = (words: Uint32Array): void => {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) swapBytes(words);
};
