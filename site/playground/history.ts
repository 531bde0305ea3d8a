// How it stood after each epoch, for charts: of a long training fewer epochs, so that it does not pile up.
import type { State } from "./trainer.js";

/** More states than these are thinned, to half as many at most. */
const MOST = 1000;

/** Of epochs that are multiples of a power of two, and the last. */
const thin = (history: State[], last: number): void => {
  const stride = 2 ** Math.ceil(Math.log2((2 * last) / MOST));
  const kept = history.filter(({ epoch }) => epoch % stride === 0 || epoch === last);
  history.splice(0, history.length, ...kept);
};

/** Adds states, in order; those from the epoch `from` on are told anew. */
export const put = (history: State[], from: number, ...states: readonly State[]): void => {
  while ((history.at(-1)?.epoch ?? -1) >= from) history.pop();
  history.push(...states);
  if (history.length > MOST) thin(history, history.at(-1)?.epoch ?? 0);
};
