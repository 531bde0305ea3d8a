// A fixture in a folder of its own, with the packed package installed.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync, transformSync } from "esbuild";
import type { Fixture, Row } from "./environments.js";
import { execute } from "./execute.js";
import { folderOf, isRuntime, type Runtime, versionOf } from "./runtimes.js";

const here = fileURLToPath(new URL(".", import.meta.url));

export interface Project {
  readonly folder: string;
  /** What the example or, later, the smoke test does with the package is in these files, and nothing else is. */
  readonly activations: readonly string[];
  run(script: string, row?: Row, env?: Readonly<Record<string, string>>): Promise<string>;
  environment(runtime?: Runtime): Promise<Record<string, string>>;
  version(of: string): string;
  /** The files below the folder whose paths match. */
  files(pattern: RegExp): readonly string[];
}

export const prepare = async (fixture: Fixture, tarball: string, parent: string): Promise<Project> => {
  const folder = join(parent, `${fixture.folder}${fixture.variant ?? ""}`);
  mkdirSync(folder, { recursive: true });
  if (fixture.sources) cpSync(join(here, "../..", fixture.sources), folder, { recursive: true });
  cpSync(join(here, "fixtures", fixture.folder), folder, { recursive: true });
  await execute(
    "npm",
    ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball, ...(fixture.packages ?? [])],
    folder,
  );

  const list = (pattern: RegExp): string[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => !/^(.*\/)?node_modules\//.test(file) && pattern.test(file));

  const environment = async (runtime = fixture.runtime): Promise<Record<string, string>> => ({
    ...(runtime && { PATH: `${await folderOf(runtime)}${delimiter}${process.env["PATH"]}` }),
    TARBALL: tarball,
    NEXT_TELEMETRY_DISABLED: "1",
    WRANGLER_SEND_METRICS: "false",
  });

  return {
    folder,
    activations: list(/(^|\/)activate\.c?js$/),
    environment,
    run: async (script, row, env = {}) => {
      const [name, ...args] = script.split(" ");
      const command = ["run", "--silent", name as string, ...(args.length ? ["--", ...args] : [])];
      return execute("npm", command, folder, { ...(await environment(row?.runtime)), ...env });
    },
    version: (of) =>
      isRuntime(of) ? versionOf(of) : JSON.parse(readFileSync(join(folder, "node_modules", of, "package.json"), "utf8")).version,
    files: list,
  };
};

/** From here on the fixture does not do its example but the smoke test. */
export const giveSmoke = (
  project: Project,
  { entry = "relu-simd", layers = "relu-simd/nn" }: Pick<Fixture, "entry" | "layers"> = {},
): void => {
  for (const file of project.activations) {
    const path = join(project.folder, file);
    const smoke = join(path, "..", "smoke");
    cpSync(join(here, "smoke"), smoke, { recursive: true });
    const source = join(smoke, "smoke.js");
    const text = readFileSync(source, "utf8")
      .replaceAll('"relu-simd"', JSON.stringify(entry))
      .replaceAll('"relu-simd/nn"', JSON.stringify(layers));
    // In the package's own syntax: what cannot read the one is not to fail at the other.
    writeFileSync(source, transformSync(text, { target: "es2019" }).code);
    const model = join(smoke, "model.js");
    writeFileSync(model, transformSync(readFileSync(model, "utf8"), { target: "es2019" }).code);
    if (file.endsWith(".cjs")) {
      buildSync({ entryPoints: [source], outfile: path, allowOverwrite: true, bundle: true, format: "cjs", packages: "external" });
    } else writeFileSync(path, 'export { activate } from "./smoke/smoke.js";\n');
  }
};
