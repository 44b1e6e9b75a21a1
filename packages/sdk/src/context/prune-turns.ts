import type { Message } from "@switchyard/contract";
import { joinTurns } from "./join-turns.ts";

/** What a conversation was cut to. */
export interface Pruned {
  /** What is left, in the order it had. */
  readonly messages: readonly Message[];
  readonly tokens: number;
  /** Messages that were left out, all of them older than any turn that is left. */
  readonly dropped: number;
}

/**
 * Leaves out the oldest turns of a conversation, as few as bring it down to `tokensMax`. The last
 * turn always stays: it is what is asked. System messages stay where they are when `keepSystem` is
 * set, else each goes with its turn. A tool's call and its result stay or go together. Where what
 * must stay is larger than `tokensMax`, all the rest is left out and `tokens` is above it.
 *
 * @param countTokens tokens of a request with these messages; must not grow when messages go
 */
export function pruneTurns(
  messages: readonly Message[],
  { tokensMax, keepSystem }: { readonly tokensMax: number; readonly keepSystem: boolean },
  countTokens: (messages: readonly Message[]) => number,
): Pruned {
  const starts = joinTurns(messages);
  const cutTo = (turnsDropped: number): Pruned => {
    const from = starts[turnsDropped] ?? 0;
    const left = messages.filter(
      ({ role }, index) => index >= from || (keepSystem && role === "system"),
    );
    return { messages: left, tokens: countTokens(left), dropped: messages.length - left.length };
  };

  // Fewer turns never have more tokens, so the fewest to drop are found by halving.
  let enough = starts.length - 1;
  let best = cutTo(Math.max(0, enough));
  for (let low = 0; low < enough;) {
    const middle = Math.floor((low + enough) / 2);
    const cut = cutTo(middle);
    if (cut.tokens > tokensMax) {
      low = middle + 1;
    } else {
      enough = middle;
      best = cut;
    }
  }
  return best;
}
