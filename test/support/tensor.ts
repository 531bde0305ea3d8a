// Tensors of given numbers, for tests of what is imported without the layers.
import type { Tensor } from "../../src/engine/tensor.js";

export const tensor = (data: Iterable<number>, shape: readonly number[]): Tensor => ({ data: Float32Array.from(data), shape });
