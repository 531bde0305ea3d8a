// The classifier as a Cloudflare Worker: POST { "pixels": 256 numbers from 0 (paper) to 1 (ink), row by row }, get
// { "digit": 7, "probabilities": [10 numbers] }.
import { softmax } from "relu-simd";
import { readSafetensors, tensor } from "relu-simd/nn";
import { makeModel, SIZE } from "./model.js";
import weights from "./model.safetensors";

const PIXELS = SIZE * SIZE;
/** Characters of a body that can be 256 numbers. */
const LONGEST = 16_384;

// Once for each isolate, before its first request.
const model = makeModel();
model.loadStateDict(readSafetensors(weights));

/** What is wrong with a request, for the one who sent it. */
class BadRequest extends Error {}

const isPixel = (value: unknown): value is number => typeof value === "number" && value >= 0 && value <= 1;

const pixelsOf = (body: string): Float32Array => {
  if (body.length > LONGEST) throw new BadRequest(`the body has ${body.length} characters, expected ${LONGEST} at most`);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new BadRequest("the body is no JSON");
  }
  const pixels = (value as { pixels?: unknown } | null)?.pixels;
  if (!Array.isArray(pixels)) throw new BadRequest('the body has no list "pixels"');
  if (pixels.length !== PIXELS) throw new BadRequest(`"pixels" has ${pixels.length} elements, expected ${PIXELS} (${SIZE} × ${SIZE})`);
  const wrong = pixels.findIndex((pixel) => !isPixel(pixel));
  if (wrong >= 0) throw new BadRequest(`pixels[${wrong}] is ${JSON.stringify(pixels[wrong])}, expected a number from 0 to 1`);
  return Float32Array.from(pixels);
};

export default {
  async fetch(request: Request): Promise<Response> {
    if (request.method !== "POST")
      return Response.json({ error: `${request.method} is not answered, POST is` }, { status: 405, headers: { Allow: "POST" } });
    try {
      const x = tensor(pixelsOf(await request.text()), [1, PIXELS]);
      const probabilities = Array.from(softmax(model.forward(x)).data);
      return Response.json({ digit: probabilities.indexOf(Math.max(...probabilities)), probabilities });
    } catch (error) {
      if (error instanceof BadRequest) return Response.json({ error: error.message }, { status: 400 });
      throw error;
    }
  },
};
