// What is said of an activation. It is made from the doc comments and definitions when the site is built: "made:functions".

/** What is drawn of it: a curve; one with a slope per channel; one of the two halves of a row; bars over a row; one value a row. */
export type Kind = "element" | "channel" | "gated" | "row" | "reduction";

export interface DescribedParameter {
  readonly name: string;
  readonly text: string;
  /** As documented: "1/6", "required". */
  readonly usual: string;
  /** What the explorer begins with. */
  readonly start: number;
  readonly min?: number;
  readonly above?: number;
  readonly not?: number;
}

export interface Described {
  readonly name: string;
  readonly group: string;
  readonly kind: Kind;
  /** Of gated units: which half x is; the other is `other`. */
  readonly gate?: "first" | "second";
  /** In a sentence, without the formula. */
  readonly lead: string;
  readonly formula: string;
  readonly slope?: string;
  readonly parameters: readonly DescribedParameter[];
  readonly special?: string;
  /** The error that is promised. */
  readonly error?: string;
  /** The greatest that was found over all float32, of f and f′, at the defaults. */
  readonly measured?: readonly [value: string, slope: string];
  readonly source?: string;
  /** Library and name there. */
  readonly elsewhere: readonly (readonly [library: string, name: string])[];
}
