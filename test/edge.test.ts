// If this fails, engines that compile no bytes once they run get kernels in a form that their tools do not compile beforehand.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const root = new URL("../", import.meta.url);
const { exports } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const kernels = readdirSync(new URL("src/kernels/", root)).map((file) => file.replace(/\.ts$/, ""));

// workerd's configuration names files, and has none with a query; Next.js compiles for its edge what is asked for with `?module`.
describe.each([
  ["workerd", ""],
  ["edge-light", "?module"],
])("what the condition %s gives", (condition, query) => {
  const entry = new URL(exports["."][condition], root);

  test(`imports every kernel as a file, the query "${query}"`, () => {
    const imported = kernels.map((name) => {
      const module = new URL(`kernels/${name}.js`, entry);
      const [, path = ""] = /^export \{ default \} from "(.*)";\n$/.exec(readFileSync(module, "utf8")) ?? [];
      const file = new URL(path, module);
      expect(readFileSync(new URL(file.pathname, file)).equals(readFileSync(new URL(`build/${name}.wasm`, root))), name).toBe(true);
      return [name, file.search];
    });
    expect(imported).toEqual(kernels.map((name) => [name, query]));
  });
});
