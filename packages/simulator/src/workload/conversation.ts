import type { Message, Rng, TextPart } from "@switchyard/contract";

/** How some of a workload's asks come as the last turn of a conversation. */
export interface Conversations {
  /** Share of all asks, 0 to 1. */
  readonly share: number;
  /** Turns that their recorded input is told over, 2 or more. */
  readonly turns: number;
}

/** What the answer to a conversation's last turn hangs on. */
export interface ConversationScript {
  readonly turns: number;
  /** The earlier turn, from 1, without which no good answer can be given. Absent: the last will do. */
  readonly needs?: number;
}

/**
 * Share of last turns that speak of an earlier one. An assumption, as is that each turn further
 * back is spoken of half as often: what was just said matters most.
 */
const LOOK_BACK_SHARE = 0.4;

/** Draws whether an ask is of a conversation, and what its answer hangs on. */
export function drawConversation(
  { share, turns }: Conversations,
  rng: Rng,
): ConversationScript | undefined {
  if (rng.fork("share").float() >= share) return undefined;
  if (rng.fork("looks-back").float() >= LOOK_BACK_SHARE) return { turns };
  const stepsBack = 1 + Math.floor(-Math.log2(1 - rng.fork("how-far").float()));
  return { turns, needs: Math.max(1, turns - stepsBack) };
}

/** An ask's input, told over turns that a provider can tell apart. */
export function tellOverTurns(parts: readonly TextPart[], turns: number): readonly Message[] {
  return Array.from({ length: turns }, (_, index): readonly Message[] => {
    const from = Math.floor((index * parts.length) / turns);
    const to = Math.floor(((index + 1) * parts.length) / turns);
    const content = [
      { type: "text", text: turnMark(index + 1) } as const,
      ...parts.slice(from, to),
    ];
    const asked: Message = { role: "user", content };
    return index === turns - 1 ? [asked] : [asked, { role: "assistant", content: "Noted." }];
  }).flat();
}

/** What a provider was told of a conversation. */
export interface HeardConversation {
  /** Share of its turns, above 0. */
  readonly share: number;
  /** Whether it has what the answer hangs on. */
  readonly isEnough: boolean;
}

/** Reads which turns of a conversation a request's body has. */
export function hearConversation(
  body: string,
  { turns, needs }: ConversationScript,
): HeardConversation {
  const heard = Array.from({ length: turns }, (_, index) => body.includes(turnMark(index + 1)));
  const count = heard.filter((isHeard) => isHeard).length;
  return {
    share: Math.max(1, count) / turns,
    isEnough: needs === undefined || heard[needs - 1] === true,
  };
}

function turnMark(turn: number): string {
  return `[turn ${turn}] `;
}
