// What the site does not write down because the repository has it already: "made:<name>" in an import is made when it is built.
import type { Plugin } from "esbuild";
import { kinds as kindsOfActivations } from "../report/kinds.js";
import { coloursCss } from "./colours.js";
import { contendersModule } from "./contenders.js";
import { docs } from "./docs.js";
import { describedFunctions } from "./functions.js";
import { loopsModule } from "./loops.js";
import { numbers } from "./numbers.js";
import { usualModule } from "./usual.js";

const kinds: Readonly<Record<string, { readonly loader: "css" | "js" | "json"; readonly make: () => string | Promise<string> }>> = {
  colours: { loader: "css", make: coloursCss },
  docs: { loader: "json", make: () => JSON.stringify(docs()) },
  contenders: { loader: "js", make: contendersModule },
  functions: { loader: "json", make: () => JSON.stringify(describedFunctions()) },
  /** Names of activations by kind, as the package's entry groups them. */
  kinds: { loader: "json", make: () => JSON.stringify([...kindsOfActivations()]) },
  loops: { loader: "js", make: loopsModule },
  numbers: { loader: "json", make: async () => JSON.stringify(await numbers()) },
  usual: { loader: "js", make: usualModule },
};

export const made: Plugin = {
  name: "made",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^made:/ }, ({ path }) => ({ path: path.slice("made:".length), namespace: "made" }));
    onLoad({ filter: /.*/, namespace: "made" }, async ({ path }) => {
      const kind = kinds[path];
      if (!kind) throw new RangeError(`made:${path} is nothing that scripts/site/made.ts makes`);
      return { contents: await kind.make(), loader: kind.loader };
    });
  },
};
