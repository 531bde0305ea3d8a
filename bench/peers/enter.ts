// Who takes part in a race, and who does not, with the reason.
import type { Absent, Contender } from "./contender.js";

/** What a library makes of a task: its ways of computing it, or why there is none. */
export type Entrant<T> = (task: T) => readonly (Contender | Absent)[] | Promise<readonly (Contender | Absent)[]>;

export interface Entered {
  readonly contenders: readonly Contender[];
  readonly absent: readonly Absent[];
}

export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split("\n")[0]?.slice(0, 160) ?? "";

/** Those who are wanted. One that does not start is told, with the reason; the others race without it. */
export const enterAll = async <T>(
  entrants: Readonly<Record<string, Entrant<T>>>,
  task: T,
  wants: (peer: string) => boolean,
): Promise<Entered> => {
  const contenders: Contender[] = [];
  const absent: Absent[] = [];
  for (const [peer, make] of Object.entries(entrants).filter(([name]) => wants(name))) {
    try {
      for (const each of await make(task)) {
        if ("why" in each) absent.push(each);
        else contenders.push(each);
      }
    } catch (error) {
      absent.push({ peer, way: "end to end", why: `does not start: ${reasonOf(error)}` });
    }
  }
  return { contenders, absent };
};
