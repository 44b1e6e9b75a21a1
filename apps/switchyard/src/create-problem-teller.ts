import type { Shell } from "./program.ts";

/** Problems that are told one by one; a file of garbage must not fill the screen. */
const TOLD_MAX = 10;

/** Tells the first problems of what is read, and in the end how many more there were. */
export interface ProblemTeller {
  tell(problem: string): void;
  /** @param what is counted, such as `rows` */
  tellRest(what: string): void;
}

export function createProblemTeller({ writeError }: Pick<Shell, "writeError">): ProblemTeller {
  let count = 0;
  return {
    tell: (problem) => {
      count += 1;
      if (count <= TOLD_MAX) writeError(`${problem}\n`);
    },
    tellRest: (what) => {
      if (count > TOLD_MAX) writeError(`${count - TOLD_MAX} further ${what} were left out.\n`);
    },
  };
}
