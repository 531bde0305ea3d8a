// What scripts/site/made.ts makes for this page.
declare module "made:contenders" {
  /** By activation and type: "relu f32". */
  export const forms: Readonly<Record<string, readonly import("./forms.js").Form[] | undefined>>;
}

declare module "made:kinds" {
  const kinds: readonly (readonly [kind: string, names: readonly string[]])[];
  export default kinds;
}
