// The libraries whose names the pages tell beside ours, and the table of them.
import type { Comment } from "./comment.js";
import { table } from "./text.js";

export const LIBRARIES = ["PyTorch", "ONNX", "WebNN", "Keras", "JAX", "TensorFlow.js"] as const;

/** A cell each, Markdown; "" where there is none. */
export type Names = Readonly<Record<(typeof LIBRARIES)[number], string>>;

export const names = (pytorch: string, onnx = "", webnn = "", keras = "", jax = "", tfjs = ""): Names => ({
  PyTorch: pytorch,
  ONNX: onnx,
  WebNN: webnn,
  Keras: keras,
  JAX: jax,
  "TensorFlow.js": tfjs,
});

/** A column for each of ours, by its heading; undefined where no library has any of them. */
export const namesTable = (columns: readonly (readonly [heading: string, names: Names])[]): string | undefined => {
  const known = LIBRARIES.filter((library) => columns.some(([, cells]) => cells[library]));
  if (!known.length) return undefined;
  return table(
    ["library", ...columns.map(([heading]) => heading)],
    known.map((library) => [library, ...columns.map(([, cells]) => cells[library])]),
  );
};

/** What a doc comment names of PyTorch has to be what the page tells. `file` has the names. */
export const checkSource = (name: string, { parts }: Comment, known: Names | undefined, file: string): void => {
  for (const [torch] of (parts.source ?? "").matchAll(/`torch[\w.]+`/g))
    if (!known?.PyTorch.includes(torch.slice(1, -1))) throw new Error(`${name}: its comment names ${torch}, ${file} does not`);
};
