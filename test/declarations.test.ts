// If this fails, the package's types need more than ES2022 itself: in a project without DOM they would not compile.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const path = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

test("the declarations compile without DOM", async () => {
  const options = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022", "--types", "", "--skipLibCheck", "false"];
  const tsc = ["--ignoreConfig", ...options, "--module", "nodenext", path("dist/index.d.ts")];
  const complaints = await promisify(execFile)(process.execPath, [path("node_modules/typescript/bin/tsc"), ...tsc]).then(
    () => "",
    ({ stdout, message }: { stdout: string; message: string }) => stdout || message,
  );
  expect(complaints).toBe("");
});
