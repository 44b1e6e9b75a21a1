/** Lets a viewer pause, step and slow down a rehearsal. It changes when, never what. */
export interface Pace {
  /**
   * Asked before each event. A promise holds the rehearsal until it settles.
   *
   * @param atMs virtual milliseconds since the start
   * @returns undefined: go on at once
   */
  beforeEvent(atMs: number): Promise<void> | undefined;
}
