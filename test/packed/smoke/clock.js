/** Evaluated before the package is. */
export const start = performance.now();
