// If this fails, the bits that some kernel gives have changed. Where that is meant, `npm run golden` writes the new hashes, so that
// the commit shows which functions give other numbers; where it is not, it is a bug.
import { expect, test } from "vitest";
import { goldenLines } from "./support/golden.js";

test("every kernel gives the bits whose hash is in golden.txt", async () => {
  await expect(`${goldenLines().join("\n")}\n`).toMatchFileSnapshot("golden.txt");
});
