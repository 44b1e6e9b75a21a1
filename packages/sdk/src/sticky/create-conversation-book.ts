import { createRecentMap } from "../judge/recent-map.ts";

/** Conversations that are remembered, at least; twice as many at most. Some hundred bytes each. */
export const CONVERSATIONS_MIN = 10_000;

/**
 * How long a conversation keeps its endpoint after its last answer: as long as a prompt cache
 * lives that is not used (Anthropic, "Prompt caching": 5 minutes; OpenAI's: 5 to 10 minutes).
 */
export const KEPT_MS = 300_000;

/** Which endpoint answered a conversation last, by route. In the memory of this process alone. */
export interface ConversationBook {
  /** Undefined for a conversation that is unknown, forgotten or was silent for {@link KEPT_MS}. */
  endpointOf(route: string, conversation: string, nowMs: number): string | undefined;
  keep(route: string, conversation: string, endpoint: string, nowMs: number): void;
}

interface Kept {
  readonly endpoint: string;
  readonly lastAtMs: number;
}

/** A book without conversations. */
export function createConversationBook(sizeMin: number = CONVERSATIONS_MIN): ConversationBook {
  const conversations = createRecentMap<Kept>(sizeMin);
  return {
    endpointOf: (route, conversation, nowMs) => {
      const kept = conversations.get(keyOf(route, conversation));
      return kept === undefined || nowMs - kept.lastAtMs >= KEPT_MS ? undefined : kept.endpoint;
    },
    keep: (route, conversation, endpoint, nowMs) =>
      conversations.set(keyOf(route, conversation), { endpoint, lastAtMs: nowMs }),
  };
}

/** Route ids have no blanks, so no two pairs share a key. */
function keyOf(route: string, conversation: string): string {
  return `${route} ${conversation}`;
}
