// If this fails, the bits that kernels of layers give have changed, or training depends on more than the seed. The same program runs in every
// environment of test:packed.
import { expect, test } from "vitest";
// @ts-expect-error: plain JavaScript, as fixtures take it
import { train } from "./packed/smoke/model.js";
import { api } from "./support/api.js";
import { nn } from "./support/nn.js";

test("models load, infer and train to the same bits everywhere, again and again", () => {
  const { learns, hash } = train(nn, api);
  expect(learns).toBe(true);
  expect(hash).toBe("7f586db2");
  expect(train(nn, api)).toEqual({ learns, hash });
});
