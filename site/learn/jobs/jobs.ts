// What the worker does, by name.
import { centre } from "./centre.js";
import { cost } from "./cost.js";
import { fit } from "./fit.js";
import { growth } from "./growth.js";
import { dying, silence } from "./spiral.js";

export const jobs = { centre, cost, dying, fit, growth, silence } as const;
export type Jobs = typeof jobs;

export interface Question<N extends keyof Jobs = keyof Jobs> {
  readonly id: number;
  readonly name: N;
  readonly given: Parameters<Jobs[N]>;
}

export type Answer = { readonly id: number } & ({ readonly result: unknown } | { readonly error: string });
