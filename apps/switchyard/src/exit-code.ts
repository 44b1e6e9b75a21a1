/** What a command tells the shell. */
export const EXIT = {
  ok: 0,
  /** Findings of severity error, changes requested, or a lock that is not what it should be. */
  findings: 1,
  /** Bad usage or a bad file. */
  usage: 2,
  /** A human has to decide. */
  human: 3,
  /** A defect of this program (`EX_SOFTWARE` of sysexits.h). */
  internal: 70,
  /** Nobody reads the output any more: 128 and the number of SIGPIPE. */
  noReader: 141,
} as const;
