/**
 * Work went on outside virtual time: a real timer, a file or a connection. Its end is a matter of
 * chance, so a rehearsal with it is not deterministic. Found in strict mode only.
 */
export class SimEscape extends Error {
  override readonly name = "SimEscape";
  /** Virtual milliseconds since the start. */
  readonly atMs: number;

  /** @param key the event after which it was found, such as an ask's id */
  constructor(atMs: number, key: string, what: string) {
    super(
      `Not deterministic: ${what} at ${atMs} ms of virtual time, after ${JSON.stringify(key)}. ` +
        "Wait on the clock that is passed in, and do no I/O on the way of an ask",
    );
    this.atMs = atMs;
  }
}
