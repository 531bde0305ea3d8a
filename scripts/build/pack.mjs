// From what tsc made (code in build/js, declarations in build/types) to the package: the entries and the raw modules.
//
// index.js and js.js are one file each, because forty take Node 17 ms longer to import; bundlers still drop from it what is not used.
// index.cjs and js.cjs are the same for those who cannot require an ES module; index.d.ts and index.d.cts are all of the public types
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
const entries = { index: { source: "index", plain: "js" } };

for (const [name, { source, plain }] of Object.entries(entries)) {
  const entry = { ...code, entryPoints: [`build/js/${source}.js`], bundle: true };
  for (const [format, extension] of [
    ["esm", "js"],
    ["cjs", "cjs"],
  ]) {
    await build({ ...entry, format, outfile: `dist/${name}.${extension}`, plugins: [withoutDocumentation] });
    const plugins = [withoutKernels, withoutDocumentation];
    await build({ ...entry, format, outfile: `dist/${plain}.${extension}`, define: { WebAssembly: "undefined" }, plugins });
  }
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
