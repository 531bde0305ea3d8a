// Work that a moved slider asks for faster than it can be done: one piece at a time, and of those that wait meanwhile the last alone.

/** `isStale`: another waits already, so what takes long may end. */
export type Work = (isStale: () => boolean) => Promise<void>;
export type State = "busy" | "done" | "failed";

const waiting = new Map<object, Work | undefined>();

/** Whose it is: `owner`. Ends with all that was asked for meanwhile; `tell` hears how the last of it went. */
export const latest = async (owner: object, work: Work, tell: (state: State, error?: unknown) => void): Promise<void> => {
  const isRunning = waiting.has(owner);
  waiting.set(owner, isRunning ? work : undefined);
  if (isRunning) return;
  tell("busy");
  const isStale = (): boolean => waiting.get(owner) !== undefined;
  let outcome: readonly [State, unknown?] = ["done"];
  for (let next: Work | undefined = work; next; next = waiting.get(owner)) {
    waiting.set(owner, undefined);
    try {
      await next(isStale);
      outcome = ["done"];
    } catch (error) {
      outcome = ["failed", error];
    }
  }
  waiting.delete(owner);
  tell(...outcome);
};
