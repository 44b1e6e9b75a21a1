import type { BodyEffect, StreamEffect } from "../faults/fault-effect.ts";
import { FOREIGN_BODY } from "./answer-reply.ts";
import { htmlPage } from "./error-reply.ts";

/** When the chunks of a stream come: the first after a time of its own, then one by one. */
export interface StreamPace {
  /** From the headers to the first token. */
  readonly firstMs: number;
  /** Between two chunks. */
  readonly chunkMs: number;
}

export interface StreamPlan {
  /** Times count from the headers and do not go back. */
  readonly chunks: readonly { readonly atMs: number; readonly text: string }[];
  /** After the last chunk: an orderly end, a broken connection, or nothing at all. */
  readonly end: "closed" | "cut" | "silent";
  readonly contentType: string;
}

/** What a healthy provider would send, and what of it an effect can change. */
interface Draft {
  readonly texts: readonly string[];
  readonly pace: StreamPace;
  readonly end: StreamPlan["end"];
  readonly contentType: string;
}

/**
 * Plans a stream: its chunks at their pace, through what faults do to it, in order.
 *
 * @param errorEvent what an error inside the stream looks like
 */
export function planStream(
  chunks: readonly string[],
  pace: StreamPace,
  effects: readonly (BodyEffect | StreamEffect)[],
  errorEvent: string,
): StreamPlan {
  let draft: Draft = { texts: chunks, pace, end: "closed", contentType: "text/event-stream" };
  for (const effect of effects) {
    draft =
      effect.stage === "body" ? withBody(draft, effect) : withStream(draft, effect, errorEvent);
  }
  const { texts, end, contentType } = draft;
  const { firstMs, chunkMs } = draft.pace;
  return {
    chunks: texts.map((text, index) => ({ atMs: firstMs + index * chunkMs, text })),
    end,
    contentType,
  };
}

/** What breaks a whole answer breaks a stream before its first token. */
function withBody(draft: Draft, effect: BodyEffect): Draft {
  const [first = ""] = draft.texts;
  switch (effect.how) {
    case "stalled":
      return { ...draft, texts: [], end: "silent" };
    case "cut":
      return { ...draft, texts: [half(first)], end: "cut" };
    case "wrong-shape":
      return effect.of === "envelope"
        ? { ...draft, texts: [FOREIGN_BODY], contentType: "application/json" }
        : draft;
    case "malformed":
      if (effect.as === "truncated-json") return { ...draft, texts: [`${half(first)}\n\n`] };
      return effect.as === "html"
        ? { ...draft, texts: [htmlPage(502)], contentType: "text/html" }
        : { ...draft, texts: [], contentType: "application/json" };
    default:
      return draft;
  }
}

function withStream(draft: Draft, effect: StreamEffect, errorEvent: string): Draft {
  const { texts, pace } = draft;
  switch (effect.how) {
    case "stalled":
      if (effect.waitMs === undefined) return { ...draft, texts: [], end: "silent" };
      return { ...draft, pace: { ...pace, firstMs: pace.firstMs + effect.waitMs } };
    case "slow":
      return { ...draft, pace: { ...pace, chunkMs: pace.chunkMs * effect.times } };
    case "cut": {
      const kept = keptOf(texts, effect.after);
      return { ...draft, texts: [...kept, half(texts[kept.length] ?? "")], end: "cut" };
    }
    case "ended":
      return { ...draft, texts: keptOf(texts, effect.after) };
    case "error":
      return { ...draft, texts: [...keptOf(texts, effect.after), errorEvent] };
    default:
      return effect satisfies never;
  }
}

/** The chunks that come before a break; never the last, which would finish the answer. */
function keptOf(texts: readonly string[], after: number): readonly string[] {
  return texts.slice(0, Math.min(Math.floor(texts.length * after), texts.length - 1));
}

function half(text: string): string {
  return text.slice(0, text.length >> 1);
}
