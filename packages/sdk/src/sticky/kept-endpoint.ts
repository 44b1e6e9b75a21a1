import type { Answer, AskRequest, Clock, Route } from "@switchyard/contract";
import type { ConversationBook } from "./create-conversation-book.ts";

/** Where conversations are kept. */
export interface ConversationMemory {
  readonly conversations: ConversationBook;
  readonly ports: { readonly clock: Pick<Clock, "nowMs"> };
}

/** The endpoint that a request's conversation keeps on a route; undefined where none is. */
export function keptEndpoint(
  { conversations, ports }: ConversationMemory,
  { id, sticky }: Route,
  { conversation }: AskRequest,
): string | undefined {
  if (sticky === undefined || conversation === undefined) return undefined;
  return conversations.endpointOf(id, conversation, ports.clock.nowMs());
}

/** A conversation keeps the endpoint that answered it; a static text is nobody's. */
export function keepEndpoint(
  { conversations, ports }: ConversationMemory,
  { id, sticky }: Route,
  { conversation }: AskRequest,
  { endpoint }: Answer,
): void {
  if (sticky === undefined || conversation === undefined || endpoint === undefined) return;
  conversations.keep(id, conversation, endpoint, ports.clock.nowMs());
}
