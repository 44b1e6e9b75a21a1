/**
 * Virtual time cannot go on: tasks wait and nothing is scheduled, or events repeat for ever at one
 * instant. A defect of the code under rehearsal or of the rehearsal itself.
 */
export class SimDeadlock extends Error {
  override readonly name = "SimDeadlock";
  /** Virtual milliseconds since the start. */
  readonly atMs: number;

  constructor(atMs: number, why: string) {
    super(`Virtual time stopped at ${atMs} ms: ${why}`);
    this.atMs = atMs;
  }
}
