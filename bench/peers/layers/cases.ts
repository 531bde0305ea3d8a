// Layers, by every library that has them.
import type { LayerCase } from "../contender.js";

export const layerCases: readonly LayerCase[] = [];
