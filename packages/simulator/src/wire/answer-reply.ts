import type { BodyEffect, StreamEffect } from "../faults/fault-effect.ts";
import type { Malformation } from "../faults/families/body-fault.ts";
import { cutBody, stalledBody } from "./broken-body.ts";
import { htmlPage } from "./error-reply.ts";
import type { JsonObject } from "./json-fields.ts";
import { textResponse } from "./respond.ts";

/** Valid JSON that no dialect takes for an answer. */
export const FOREIGN_BODY = '{"object":"status","healthy":true}';

/** Whether an effect keeps the caller from reading the answer. */
export function isUnreadable(effect: BodyEffect | StreamEffect): boolean {
  if (effect.stage === "stream") {
    if (effect.how === "stalled" || effect.how === "frozen") return effect.waitMs === undefined;
    return effect.how === "malformed" ? effect.as === "bad-json" : effect.how !== "slow";
  }
  switch (effect.how) {
    case "stalled":
    case "cut":
    case "wrong-shape":
      return true;
    case "malformed":
      return effect.as !== "bom";
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
    if (effect.how === "wrong-shape") text = FOREIGN_BODY;
    if (effect.how !== "malformed") continue;
    text = malformed(text, effect.as);
    if (effect.as === "html") contentType = "text/html";
  }
  const all = { ...headers, "content-type": contentType };
  if (effects.some(({ how }) => how === "stalled")) {
    return textResponse(200, all, stalledBody(call.signal));
  }
  const cut = effects.find((effect) => effect.how === "cut");
  return textResponse(200, all, cut === undefined ? text : cutBody(text, cut.after, call.url));
}

function malformed(text: string, as: Malformation): string {
  switch (as) {
    case "truncated-json":
      return text.slice(0, text.length >> 1);
    case "html":
      return htmlPage(502);
    case "empty":
      return "";
    case "nul-bytes":
      return text.replaceAll(":", ":\0");
    case "bom":
      return `\uFEFF${text}`;
    default:
      return as satisfies never;
  }
}
