// If this fails, the bits that some kernel gives have changed. Where that is meant, `npm run golden` writes the new hashes, so that
// the commit shows which functions give other numbers; where it is not, it is a bug.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { activations } from "./support/api.js";
import { goldenLines } from "./support/golden.js";

test.each(activations.map(([name]) => name))("%s has hashes", (name) => {
  const lines = readFileSync(new URL("golden.txt", import.meta.url), "utf8").split("\n");
  if (!lines.some((line) => line.startsWith(`${name} `)))
    throw new Error(`${name} has no hashes in test/golden.txt: run \`npm run golden\``);
});

test("every kernel gives the bits whose hash is in golden.txt", async () => {
  await expect(`${goldenLines().join("\n")}\n`).toMatchFileSnapshot("golden.txt");
});
