/**
 * What a policy saves money by. For each, what the asks that it touched would have cost without it,
 * as an estimate from what their own events say:
 *
 * - `tier-down`: spend levels took the tier of the first choice. What the ask cost, times the
 *   planned cost of a success at the first choice that was taken over that of the one called
 * - `pruning`: the conversation was cut. What the ask cost, and the input that was left out, by the
 *   router's upper estimates of tokens, as fresh input at each call's own rate
 * - `response-limit`: an answer reached its output limit. What was spent up to there, and a mean
 *   answer's output beyond: were answers' lengths exponential, the rest of a long one is as long as
 *   any. That mean is all output of the route over the answers that the limit did not cut
 * - `prompt-cache`: input was read from a provider's cache, or written to it, as `sticky` is for.
 *   What the ask cost, with that input at the rate of fresh input
 * - `throttle`, `defer`, `quota`, `cap`: no model answered, for want of money or of the route's
 *   quota. What an ask of the route costs that a model answered, on average. What is deferred is
 *   spent when it comes again
 */
export const SAVING_CONTROLS = [
  "tier-down",
  "pruning",
  "response-limit",
  "prompt-cache",
  "throttle",
  "defer",
  "quota",
  "cap",
] as const;
export type SavingControl = (typeof SAVING_CONTROLS)[number];
