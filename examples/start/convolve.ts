// A convolution as neural networks mean it: each value is the weighted sum of a pixel and its eight neighbours.

/** One number a pixel, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/** Sobel's: positive where it gets brighter to the right, negative where it gets darker. */
export const upright: readonly number[] = [-1, 0, 1, -2, 0, 2, -1, 0, 1];

/** A plane of the same size; beyond its border the pixels of the border go on. */
export const convolve = ({ width, height, values }: Plane, kernel: readonly number[]): Plane => {
  const result = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = 0; k < 9; k++) {
        const column = Math.min(Math.max(x + (k % 3) - 1, 0), width - 1);
        const row = Math.min(Math.max(y + Math.floor(k / 3) - 1, 0), height - 1);
        sum += (kernel[k] ?? 0) * (values[row * width + column] ?? 0);
      }
      result[y * width + x] = sum;
    }
  return { width, height, values: result };
};
