// The network, as training and the Worker both need it.
import { relu } from "relu-simd";
import { Linear, Sequential } from "relu-simd/nn";

/** Pixels along each side of a picture. */
export const SIZE = 16;

export const makeModel = (): Sequential => new Sequential(new Linear(SIZE * SIZE, 64), relu, new Linear(64, 10));
