/** What a command tells the shell. */
export const EXIT = {
  ok: 0,
  /** An expectation did not hold. */
  failed: 1,
  /** Bad usage or a bad file; nothing was run. */
  usage: 2,
  /** One of the scenario's stop conditions ended the rehearsal: it has failed, and early. */
  stopped: 3,
  /** The rehearsal shows nothing: no request was made, or a fault hit nobody. */
  notValid: 4,
  /** Work went on outside virtual time; found with `--strict`. */
  notDeterministic: 5,
  /** A defect of this program (`EX_SOFTWARE` of sysexits.h). */
  internal: 70,
  /** Ctrl-C or SIGTERM. */
  interrupted: 130,
  /** Nobody reads the output any more: 128 and the number of SIGPIPE. */
  noReader: 141,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
