// All that `npm run report` writes: pages with their blocks, pictures.
import { withClaims } from "./claims.js";
import { withBlock } from "./markdown.js";
import { embed, pictures } from "./pictures.js";
import type { Runs } from "./results.js";
import { activationsTable } from "./tables/activations.js";
import { behind, besideXnnpack } from "./tables/behind.js";
import { coldTable, startSentence } from "./tables/cold.js";
import { layersTable } from "./tables/layers.js";
import { peersTables, shortTable } from "./tables/peers.js";
import { shortArrays, sizesTable } from "./tables/sizes.js";

/** Nothing but what was recorded: "" where it all is missing, so that no heading stands alone. */
const section = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join("\n\n");

type Blocks = Readonly<Record<string, string | undefined>>;

export const PICTURES = "docs/pictures/";

/** Pages, and what stands in their blocks. */
const blocks = (runs: Runs, made: ReturnType<typeof pictures>): Readonly<Record<string, Blocks>> => {
  const inReadme = (name: string): string | undefined => embed(made, name, PICTURES);
  const inDocs = (name: string): string | undefined => embed(made, name, "pictures/");
  // Three pictures: bars of functions stand in until there are layers.
  const third = made.has("layers.svg") ? undefined : inReadme("functions.svg");
  const compared = section(inReadme("accuracy.svg"), inReadme("throughput.svg"), third, shortTable(runs));
  const names = runs.peers24 ? "tfjs is TensorFlow.js, ort ONNX Runtime. " : "";
  const everything = section(inDocs("functions.svg"), ...peersTables(runs), behind(runs), shortArrays(runs), coldTable(runs));
  return {
    "README.md": {
      comparison:
        compared &&
        `## Beside others\n\n${compared}\n\n${names}All of it, and how to try it on your machine: [docs/benchmarks.md](docs/benchmarks.md#beside-others).`,
      activations: activationsTable(runs.activations),
      layers: inReadme("layers.svg") ?? "",
    },
    "docs/benchmarks.md": { sizes: sizesTable(runs), everything },
    "docs/kernels.md": { xnnpack: besideXnnpack(runs) },
    "docs/nn.md": { layers: layersTable(runs) },
    "docs/environments.md": { start: startSentence(runs) ?? "" },
  };
};

/** By path: what every file should hold. `read` gives the pages as they are. */
export const report = (runs: Runs, read: (path: string) => string): ReadonlyMap<string, string> => {
  const made = pictures(runs);
  const pages = Object.entries(blocks(runs, made)).map(([path, parts]) => {
    const page = Object.entries(parts).reduce((text, [name, content]) => withBlock(text, name, content), read(path));
    return [path, withClaims(path, page, runs)] as const;
  });
  return new Map([...pages, ...[...made].map(([name, { svg }]) => [`${PICTURES}${name}`, svg] as const)]);
};
