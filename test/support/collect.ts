// The garbage collector, called by name.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Registries tell of what was collected between tasks. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 6; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
