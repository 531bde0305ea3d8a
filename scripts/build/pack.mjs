// From what tsc made (code in build/js, declarations in build/types) to the package: the entries and the raw modules.
//
// index.js and nn.js, js.js and nn-js.js are one file each and one for what they share, because forty take Node 17 ms longer to import;
// bundlers still drop from them what is not used. The .cjs files are the same for those who cannot require an ES module; index.d.ts and index.d.cts are all of the public types
// and nothing else, so that programs whose `lib` knows no WebAssembly can be checked against them.
//
// Their syntax is ES2019: webpack 4 and other tools of its time parse no more.
//
// js.js is the main entry without its WebAssembly: the kernels' bytes are left out and the name WebAssembly with them, so that
// every call takes the way it takes in an engine that has none. One source, no second list of functions.
//
// workerd/ and edge-light/ are for engines that compile no bytes once they run: there each kernel is imported as a file that was
// compiled before. These stay a module an activation: an import of a file cannot be dropped from the middle of a module.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { generateDtsBundle } from "dts-bundle-generator";
import { build } from "esbuild";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));

// What tsc made keeps the documentation, which the declarations have too; engines take longer over text with other letters than ASCII.
const withoutDocumentation = {
  name: "without-documentation",
  setup: ({ onLoad }) =>
    onLoad({ filter: /build[/\\]js[/\\].*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, ""),
    })),
};
const code = { format: "esm", target: "es2019", minifySyntax: true };
const withoutKernels = {
  name: "without-kernels",
  setup: ({ onLoad }) => onLoad({ filter: /build[/\\]js[/\\]kernels[/\\]\w+\.js$/ }, () => ({ contents: 'export default "";' })),
};

/** The package's entries: by its file's name in dist, where the main one and its twin without WebAssembly are in build. */
const entries = {
  index: { source: "index", plain: "js" },
  nn: { source: "nn/index", plain: "nn-js" },
};

const forms = [
  { fileOf: (name) => name, shared: "shared", plugins: [withoutDocumentation] },
  {
    fileOf: (name) => entries[name].plain,
    shared: "shared-js",
    plugins: [withoutKernels, withoutDocumentation],
    define: { WebAssembly: "undefined" },
  },
];
for (const { fileOf, shared, ...settings } of forms) {
  const names = Object.keys(entries);
  const files = Object.fromEntries(names.map((name) => [fileOf(name), `build/js/${entries[name].source}.js`]));
  // What two entries have in common is one module beside them, so that there is one engine and one heap.
  const { metafile } = await build({
    ...code,
    ...settings,
    entryPoints: files,
    bundle: true,
    splitting: true,
    outdir: "dist",
    chunkNames: shared,
    metafile: true,
  });
  // CommonJS has no such modules: all entries in one file, and one for each that passes its part on.
  const contents = names.map((name, i) => `export * as entry${i} from "./build/js/${entries[name].source}.js";`).join("\n");
  const stdin = { contents, resolveDir: "." };
  await build({ ...code, ...settings, stdin, bundle: true, format: "cjs", outfile: `dist/${shared}.cjs` });
  for (const [i, name] of names.entries()) {
    const { exports: exported } = metafile.outputs[`dist/${fileOf(name)}.js`];
    writeFileSync(
      `dist/${fileOf(name)}.cjs`,
      // The second line runs never; Node reads in it what `import` can name.
      `"use strict";\nmodule.exports = require("./${shared}.cjs").entry${i};\n0 && (module.exports = { ${exported.join(", ")} });\n`,
    );
  }
}

for (const [name, { source }] of Object.entries(entries)) {
  const options = { output: { noBanner: true, exportReferencedTypes: false } };
  const [types] = generateDtsBundle([{ filePath: `build/types/${source}.d.ts`, ...options }], { preferredConfigPath: "tsconfig.json" });
  // What `using` needs is not named by the types themselves.
  for (const extension of ["d.ts", "d.cts"])
    writeFileSync(`dist/${name}.${extension}`, `/// <reference lib="esnext.disposable" preserve="true" />\n${types}`);
}

/** An entry whose kernels are imports, written as such engines' tools want them. */
const precompiled = async (folder, query) => {
  const files = readdirSync("build/js", { recursive: true })
    .map((file) => file.replaceAll(sep, "/"))
    .filter((file) => file.endsWith(".js"));
  const [kernels, modules] = [true, false].map((wanted) => files.filter((file) => file.startsWith("kernels/") === wanted));
  const entryPoints = modules.map((file) => `build/js/${file}`);
  await build({ ...code, entryPoints, outbase: "build/js", outdir: `dist/${folder}`, plugins: [withoutDocumentation] });
  mkdirSync(`dist/${folder}/kernels`, { recursive: true });
  for (const file of kernels)
    writeFileSync(`dist/${folder}/${file}`, `export { default } from "../../${file.replace(/js$/, "wasm")}${query}";\n`);
};
await precompiled("workerd", "");
await precompiled("edge-light", "?module");

mkdirSync("dist/kernels", { recursive: true });
for (const file of readdirSync("build").filter((name) => name.endsWith(".wasm")))
  for (const name of [file, file.replace(/wasm$/, "d.ts")]) copyFileSync(`build/${name}`, `dist/kernels/${name}`);
