// From what tsc made (code in build/js, declarations in build/types) to the package: the entries and the raw modules.
//
// shared.js has the main entry and what the layers share with it, index.js names what of it is public, nn.js has the layers; js.js and nn-js.js
// likewise. Few files, because forty take Node 17 ms longer to import; bundlers still drop from them what is not used. The .cjs files are the same for those who cannot require an ES module; index.d.ts and index.d.cts are all of the public types
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
import { dirname, relative, resolve, sep } from "node:path";
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
const sources = resolve("build/js");

/** Leaves what the layers have of the main entry's modules to `shared`, and tells of it. */
const withoutShared = (shared, found) => ({
  name: "without-shared",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\.?\// }, ({ path, importer, kind }) => {
      const file = relative(sources, resolve(dirname(importer), path)).replaceAll(sep, "/");
      if (kind === "entry-point" || /^(nn|kernels)\//.test(file)) return undefined;
      found.add(file);
      return { path: `./${shared}.js`, external: true };
    }),
});

const forms = [
  { fileOf: (name) => name, shared: "shared", plugins: [withoutDocumentation] },
  {
    fileOf: (name) => entries[name].plain,
    shared: "shared-js",
    plugins: [withoutKernels, withoutDocumentation],
    define: { WebAssembly: "undefined" },
  },
];
for (const { fileOf, shared, plugins, ...settings } of forms) {
  const bundle = async (options) => {
    const { metafile } = await build({ ...code, ...settings, bundle: true, metafile: true, plugins, ...options });
    return Object.values(metafile.outputs)[0].exports;
  };
  const fileIn = (name) => `build/js/${entries[name].source}.js`;
  const fromText = (contents) => ({ stdin: { contents, resolveDir: "." } });
  // The main entry and what the layers share with it are one module, so that there is one engine and one heap, and so that bundlers drop
  // from it what is not used: across modules not all of them see that an activation's definition does nothing.
  const found = new Set();
  const layers = { entryPoints: [fileIn("nn")], plugins: [withoutShared(shared, found), ...plugins] };
  const exported = { nn: await bundle({ ...layers, outfile: `dist/${fileOf("nn")}.js` }) };
  exported.index = await bundle({ entryPoints: [fileIn("index")], write: false, outfile: "dist/index.js" });
  const parts = [fileIn("index"), ...[...found].map((file) => `build/js/${file}`)];
  const common = await bundle({
    ...fromText(parts.map((file) => `export * from "./${file}";`).join("\n")),
    outfile: `dist/${shared}.js`,
  });
  const needed = Array.from(readFileSync(`dist/${fileOf("nn")}.js`, "utf8").matchAll(/import \{([^}]*)\} from "\.\/shared/g))
    .flatMap(([, list]) => list.split(","))
    .map((name) => name.trim().split(" as ")[0]);
  for (const name of needed) if (name && !common.includes(name)) throw new Error(`two modules that layers share export ${name}`);
  writeFileSync(
    `dist/${fileOf("index")}.js`,
    `export {\n${exported.index.map((name) => `  ${name},\n`).join("")}} from "./${shared}.js";\n`,
  );
  // CommonJS: all entries in one file, and one for each that passes its part on.
  const names = Object.keys(entries);
  const whole = names.map((name) => `export * as ${name} from "./${fileIn(name)}";`).join("\n");
  await bundle({ ...fromText(whole), format: "cjs", outfile: `dist/${shared}.cjs` });
  for (const name of names)
    writeFileSync(
      `dist/${fileOf(name)}.cjs`,
      // The second line runs never; Node reads in it what `import` can name.
      `"use strict";\nmodule.exports = require("./${shared}.cjs").${name};\n0 && (module.exports = { ${exported[name].join(", ")} });\n`,
    );
}

// For those who know no `exports`: webpack 4, Parcel as it comes, TypeScript's old resolution.
for (const [folder, name, types] of [
  ["js", "js", "index"],
  ["nn", "nn", "nn"],
  ["nn/js", "nn-js", "nn"],
]) {
  mkdirSync(folder, { recursive: true });
  const up = `${relative(folder, "dist").replaceAll(sep, "/")}`;
  const manifest = {
    main: `${up}/${name}.cjs`,
    module: `${up}/${name}.js`,
    types: `${up}/${types}.d.ts`,
    "react-native": `${up}/${name.replace(/^nn$/, "nn-js")}.js`,
    sideEffects: false,
  };
  writeFileSync(`${folder}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
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
