/** To be replaced. */
export const uniformInto = (data: Float32Array, bound: number): void => {
  for (let i = 0; i < data.length; i++) data[i] = (Math.random() * 2 - 1) * bound;
};
