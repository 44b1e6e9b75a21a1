import type { BodyEffect, StreamEffect } from "../faults/fault-effect.ts";
import { cutBody, stalledBody } from "./broken-body.ts";
import { htmlPage } from "./error-reply.ts";
import type { JsonObject } from "./json-fields.ts";
import { textResponse } from "./respond.ts";

/** Valid JSON that no dialect takes for an answer. */
export const FOREIGN_BODY = '{"object":"status","healthy":true}';

/** Whether an effect keeps the caller from reading the answer. */
export function isUnreadable(effect: BodyEffect | StreamEffect): boolean {
  if (effect.stage === "stream")
    return effect.how === "stalled" ? effect.waitMs === undefined : effect.how !== "slow";
  switch (effect.how) {
    case "stalled":
    case "cut":
    case "malformed":
      return true;
    case "wrong-shape":
      return effect.of === "envelope";
    default:
      return false;
  }
}

/** Sends an answer with status 200, through what faults do to its body, in order. */
export function answerReply(
  answer: JsonObject,
  headers: Record<string, string>,
  effects: readonly BodyEffect[],
  call: { readonly url: string; readonly signal: AbortSignal | undefined },
): Response {
  let text = JSON.stringify(answer);
  let contentType = "application/json";
  for (const effect of effects) {
    if (effect.how === "wrong-shape" && effect.of === "envelope") text = FOREIGN_BODY;
    if (effect.how !== "malformed") continue;
    if (effect.as === "truncated-json") text = text.slice(0, text.length >> 1);
    else text = effect.as === "empty" ? "" : htmlPage(502);
    if (effect.as === "html") contentType = "text/html";
  }
  const all = { ...headers, "content-type": contentType };
  if (effects.some(({ how }) => how === "stalled")) {
    return textResponse(200, all, stalledBody(call.signal));
  }
  const isCut = effects.some(({ how }) => how === "cut");
  return textResponse(200, all, isCut ? cutBody(text, call.url) : text);
}
