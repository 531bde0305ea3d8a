// What a page or a worker finds out about the package: import it, use it at once, then compare with the exact values.

export interface Report {
  readonly backend: string;
  /** From the import to the first result: fetched, parsed, compiled, run. Not in the example. */
  readonly ms: number | undefined;
  readonly checks: number;
  /** What is wrong, in words; the first few. */
  readonly failures: readonly string[];
}

export const makeReport = async (): Promise<Report> => {
  const start = performance.now();
  const { relu, backend } = await import("../../../src/index.js");
  const [first] = relu(Float32Array.of(-1, 2));
  const ms = performance.now() - start;
  const { check } = await import("./check.js");
  const { checks, failures } = check();
  return { backend, ms, checks, failures: first === 0 ? failures : [`relu(-1) is ${first}`, ...failures] };
};
