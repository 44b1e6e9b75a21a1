import type { BodyEffect, StreamEffect } from "../faults/fault-effect.ts";
import { FOREIGN_BODY } from "./answer-reply.ts";
import { htmlPage } from "./error-reply.ts";
import { encodeChunks, malformChunks } from "./malformed-chunks.ts";

/** When the chunks of a stream come: the first after a time of its own, then one by one. */
export interface StreamPace {
  /** From the headers to the first token. */
  readonly firstMs: number;
  /** Between two chunks. */
  readonly chunkMs: number;
}

export interface StreamPlan {
  /** Times count from the headers and do not go back. */
  readonly chunks: readonly { readonly atMs: number; readonly bytes: Uint8Array }[];
  /** After the last chunk: an orderly end, a broken connection, or nothing at all. */
  readonly end: "closed" | "cut" | "silent";
  readonly contentType: string;
}

/** What a healthy provider would send, and what of it an effect can change. */
interface Draft {
  readonly texts: readonly string[];
  readonly pace: StreamPace;
  /** Waits before chunks, by their number. */
  readonly pauses: readonly { readonly before: number; readonly waitMs: number }[];
  /** Whether chunks end inside characters. */
  readonly isSplit: boolean;
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
  const contentType = "text/event-stream";
  const whole = { texts: chunks, pace, pauses: [], isSplit: false, end: "closed" } as const;
  let draft: Draft = { ...whole, contentType };
  for (const effect of effects) {
    draft =
      effect.stage === "body" ? withBody(draft, effect) : withStream(draft, effect, errorEvent);
  }
  const { firstMs, chunkMs } = draft.pace;
  const pausedMs = (index: number): number =>
    draft.pauses.reduce((sum, { before, waitMs }) => (before <= index ? sum + waitMs : sum), 0);
  return {
    chunks: encodeChunks(draft.texts, draft.isSplit).map((bytes, index) => ({
      atMs: firstMs + index * chunkMs + pausedMs(index),
      bytes,
    })),
    end: draft.end,
    contentType: draft.contentType,
  };
}

/** What breaks a whole answer breaks a stream before its first token. */
function withBody(draft: Draft, effect: BodyEffect): Draft {
  const [first = ""] = draft.texts;
  switch (effect.how) {
    case "stalled":
      return { ...draft, texts: [], end: "silent" };
    case "cut":
      return { ...draft, texts: effect.after === 0 ? [] : [half(first)], end: "cut" };
    case "wrong-shape":
      return { ...draft, texts: [FOREIGN_BODY], contentType: "application/json" };
    case "malformed":
      return withMalformed(draft, effect.as, first);
    default:
      return draft;
  }
}

function withMalformed(
  draft: Draft,
  as: Extract<BodyEffect, { readonly how: "malformed" }>["as"],
  first: string,
): Draft {
  switch (as) {
    case "truncated-json":
      return { ...draft, texts: [`${half(first)}\n\n`] };
    case "html":
      return { ...draft, texts: [htmlPage(502)], contentType: "text/html" };
    case "empty":
      return { ...draft, texts: [], contentType: "application/json" };
    case "nul-bytes":
      return { ...draft, texts: draft.texts.map((text) => text.replaceAll('":', '":\0')) };
    case "bom":
      return {
        ...draft,
        texts: draft.texts.map((text, at) => (at === 0 ? `\uFEFF${text}` : text)),
      };
    default:
      return as satisfies never;
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
    case "frozen": {
      const kept = keptOf(texts, effect.after);
      if (effect.waitMs === undefined) return { ...draft, texts: kept, end: "silent" };
      const pause = { before: kept.length, waitMs: effect.waitMs };
      return { ...draft, pauses: [...draft.pauses, pause] };
    }
    case "cut": {
      const kept = keptOf(texts, effect.after);
      return { ...draft, texts: [...kept, half(texts[kept.length] ?? "")], end: "cut" };
    }
    case "ended":
      return { ...draft, texts: keptOf(texts, effect.after) };
    case "error":
      return { ...draft, texts: [...keptOf(texts, effect.after), errorEvent] };
    case "malformed": {
      const isSplit = draft.isSplit || effect.as === "split-utf8";
      return { ...draft, texts: malformChunks(texts, effect.as), isSplit };
    }
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
