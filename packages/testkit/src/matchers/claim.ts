/** Whether something holds of a policy, and why: what a test passes or fails by. */
export interface Claim {
  readonly ok: boolean;
  /** What was found and why, whichever way it came out. Plain text of several lines. */
  readonly message: string;
}
