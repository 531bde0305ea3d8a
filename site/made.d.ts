// What is made when the site is built: scripts/site/made.ts.

declare module "made:docs" {
  /** The page of each function in docs/activations/, as HTML below h2. */
  const docs: Readonly<Record<string, string>>;
  export default docs;
}

declare module "made:functions" {
  const functions: readonly import("./functions/described.js").Described[];
  export default functions;
}

declare module "made:usual" {
  /** By name; `words` is the text of the formula. x and the parameters have to be float32. */
  const usual: Readonly<Record<string, import("./functions/errors.js").Usual>>;
  export default usual;
}

declare module "made:loops" {
  /** Loops of plain JavaScript by function and label; y is filled and given back. */
  const loops: Readonly<Record<string, Readonly<Record<string, (x: Float32Array, y: Float32Array) => Float32Array>>>>;
  export default loops;
}

declare module "made:numbers" {
  const numbers: import("./home/numbers.js").Numbers;
  export default numbers;
}
