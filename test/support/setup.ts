// Runs before every test file: random inputs are the same each time, and the backend is the one meant.
//   FC_SEED=…  other inputs      FC_RUNS=…  more of them
import fc from "fast-check";
import { beforeAll, expect } from "vitest";
import { backend } from "./api.js";

const { FC_SEED = "20240229", FC_RUNS = "100", EXPECTED_BACKEND } = import.meta.env;

fc.configureGlobal({ seed: Number(FC_SEED), numRuns: Number(FC_RUNS) });

// Without this, an engine that falls back would pass every test of the kernels.
beforeAll(() => {
  expect(backend).toBe(EXPECTED_BACKEND);
});
