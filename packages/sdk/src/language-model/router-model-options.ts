import type { StreamRequest } from "@switchyard/contract";

/**
 * What a call of the AI SDK cannot say of a request: the application fixes it for a model, and may
 * say it anew for one call. `intent`, `risk` and `slaMs` are of {@link StreamRequest}, like all
 * the others.
 */
export type RouterModelOptions<Intent extends string = string, Risk extends string = string> = Pick<
  StreamRequest<Intent, Risk>,
  | "intent"
  | "risk"
  | "slaMs"
  | "firstTokenSlaMs"
  | "taskId"
  | "conversation"
  | "segment"
  | "locale"
  | "residency"
  | "tags"
  | "deferrable"
  | "only"
  | "exclude"
  | "costMicroUsdMax"
  | "noFallback"
>;

/**
 * What `providerOptions.switchyard` of one call may say. Each takes the place of what the model
 * was made with; none widens what the policy allows.
 */
export type RouterCallOptions<
  Intent extends string = string,
  Risk extends string = string,
> = Partial<RouterModelOptions<Intent, Risk>>;
