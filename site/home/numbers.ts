/** "made:numbers" */
export interface Numbers {
  /** How many activations there are. */
  readonly functions: number;
  /** The greatest error over all float32, at default parameters, in ULP. */
  readonly worst: number;
  /** `import { relu }`, minified and gzipped: "5.4 kB". */
  readonly relu: string;
}
