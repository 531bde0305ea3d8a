// Draws picture.png: spheres on a chequered floor, by a small ray tracer. The picture is our own, so it can be in the repository.
//
//   node examples/picture.mjs          draws it again: the same pixels every time, in some seconds
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PNG } from "pngjs";

const width = 640;
const height = 480;
/** Rays a pixel, along each side. */
const samples = 4;

const add = (a, b, s = 1) => [a[0] + s * b[0], a[1] + s * b[1], a[2] + s * b[2]];
const scale = (a, s) => [a[0] * s, a[1] * s, a[2] * s];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const unit = (a) => scale(a, 1 / Math.sqrt(dot(a, a)));
const mix = (a, b, t) => add(scale(a, 1 - t), b, t);
const reflect = (a, normal) => add(a, normal, -2 * dot(a, normal));

const sun = unit([-0.55, 0.75, -0.45]);
const eye = [0, 1.9, -6.2];
const zenith = [0.13, 0.32, 0.66];
const horizon = [0.8, 0.86, 0.92];

/** x, y, z up to the right and away from us; the floor is y = 0. `mirror`: the share of light that is reflected. */
const spheres = [
  { centre: [0.1, 1.25, 0.6], radius: 1.25, colour: [0.85, 0.87, 0.9], mirror: 0.75 },
  { centre: [-2.25, 0.8, -0.3], radius: 0.8, colour: [0.8, 0.12, 0.1], mirror: 0.12 },
  { centre: [2.15, 0.7, -0.6], radius: 0.7, colour: [0.95, 0.6, 0.08], mirror: 0.12 },
  { centre: [-0.75, 0.4, -1.9], radius: 0.4, colour: [0.08, 0.45, 0.3], mirror: 0.12 },
  { centre: [0.95, 0.3, -2.3], radius: 0.3, colour: [0.15, 0.25, 0.75], mirror: 0.12 },
  { centre: [3.6, 1.1, 3.2], radius: 1.1, colour: [0.35, 0.2, 0.5], mirror: 0.12 },
  { centre: [-3.4, 1.0, 3.6], radius: 1.0, colour: [0.1, 0.5, 0.55], mirror: 0.12 },
];

/** How far along a ray a sphere begins; Infinity if never. */
const distanceTo = ({ centre, radius }, from, ray) => {
  const towards = add(centre, from, -1);
  const along = dot(towards, ray);
  const under = along * along - dot(towards, towards) + radius * radius;
  const distance = along - Math.sqrt(Math.max(under, 0));
  return under > 0 && distance > 1e-4 ? distance : Number.POSITIVE_INFINITY;
};

const inShadow = (point) => spheres.some((sphere) => distanceTo(sphere, point, sun) < Number.POSITIVE_INFINITY);

const sky = (ray) => mix(horizon, zenith, Math.sqrt(Math.max(ray[1], 0)));

/** A surface under the sun and the sky. */
const lit = (point, normal, colour) => {
  const light = inShadow(point) ? 0 : Math.max(dot(normal, sun), 0);
  const ambient = 0.22 + 0.12 * normal[1];
  return scale(colour, ambient + 0.95 * light);
};

const floor = (point, ray, distance) => {
  // Squares of side 1, turned so that their sides are neither level nor upright in the picture.
  const dark = (Math.floor(0.8 * point[0] + 0.6 * point[2]) + Math.floor(0.8 * point[2] - 0.6 * point[0])) & 1;
  const colour = lit(point, [0, 1, 0], dark ? [0.07, 0.08, 0.1] : [0.78, 0.76, 0.7]);
  // Haze hides the squares before they become smaller than pixels.
  return mix(colour, sky(ray), 1 - Math.exp(-0.0016 * distance * distance));
};

const trace = (from, ray, depth) => {
  let nearest;
  let distance = Number.POSITIVE_INFINITY;
  for (const sphere of spheres) {
    const to = distanceTo(sphere, from, ray);
    if (to < distance) [nearest, distance] = [sphere, to];
  }
  const toFloor = ray[1] < 0 ? -from[1] / ray[1] : Number.POSITIVE_INFINITY;
  if (toFloor < distance) return floor(add(from, ray, toFloor), ray, toFloor);
  if (!nearest) return sky(ray);

  const point = add(from, ray, distance);
  const normal = unit(add(point, nearest.centre, -1));
  const colour = lit(point, normal, nearest.colour);
  if (depth === 0) return colour;
  const mirrored = reflect(ray, normal);
  const glint = inShadow(point) ? 0 : Math.max(dot(mirrored, sun), 0) ** 80;
  // Schlick: at grazing angles everything is a mirror.
  const share = nearest.mirror + (1 - nearest.mirror) * (1 + dot(ray, normal)) ** 5;
  return add(mix(colour, trace(point, mirrored, depth - 1), share), [1, 1, 1], glint);
};

/** The ray through a point of the picture, both coordinates in pixels. */
const through = (x, y) => unit([(x - width / 2) / height, (height / 2 - y) / height - 0.13, 1.15]);

const png = new PNG({ width, height, colorType: 2 });
for (let y = 0; y < height; y++)
  for (let x = 0; x < width; x++) {
    let sum = [0, 0, 0];
    for (let i = 0; i < samples * samples; i++) {
      const ray = through(x + ((i % samples) + 0.5) / samples, y + (Math.floor(i / samples) + 0.5) / samples);
      // Light beyond white is cut before the mean, or bright edges would keep their steps.
      sum = add(
        sum,
        trace(eye, ray, 3).map((light) => Math.min(light, 1)),
      );
    }
    const bytes = sum.map((light) => Math.round(255 * (light / samples ** 2) ** (1 / 2.2)));
    png.data.set([...bytes, 255], 4 * (y * width + x));
  }
writeFileSync(fileURLToPath(new URL("picture.png", import.meta.url)), PNG.sync.write(png, { colorType: 2, deflateLevel: 9 }));
