import type {
  AskAnsweredEvent,
  AskEvent,
  AskFailedEvent,
  AskReceivedEvent,
  AttemptEndedEvent,
  AttemptStartedEvent,
  BudgetDeniedEvent,
  RouteDecidedEvent,
} from "@switchyard/contract";

/** Of one ask at most so many rungs, calls and denials are remembered: the newest. */
const ENTRIES_MAX = 16;

/** A call as it was made, and how it ended once it has. */
export interface AttemptStory {
  readonly started: AttemptStartedEvent;
  readonly ended?: AttemptEndedEvent;
  /** Gates that its answer failed. */
  readonly failedGates?: readonly string[];
}

/** One ask as its events told it. */
export interface AskStory {
  readonly askId: string;
  /** When it was first heard of. */
  readonly fromAtMs: number;
  /** First digits of the hash of the bundle in force. */
  readonly bundle: string;
  /** Absent: the journal begins after it. */
  readonly received?: AskReceivedEvent;
  /** Rungs as they were entered. */
  readonly rungs: readonly RouteDecidedEvent[];
  readonly attempts: readonly AttemptStory[];
  readonly denials: readonly BudgetDeniedEvent[];
  /** Absent: it is under way. */
  readonly ending?: AskAnsweredEvent | AskFailedEvent;
}

/** An event that an ask's story is made of. */
export type StoryEvent = Extract<
  AskEvent,
  {
    readonly type:
      | "ask-received"
      | "route-decided"
      | "attempt-started"
      | "attempt-ended"
      | "answer-judged"
      | "budget-denied"
      | "ask-answered"
      | "ask-failed";
  }
>;

/** The story with one more event; `known` is undefined for an ask not heard of before. */
export function tellAsk(known: AskStory | undefined, event: StoryEvent): AskStory {
  const { askId, atMs, bundle } = event;
  const story = known ?? { askId, fromAtMs: atMs, bundle, rungs: [], attempts: [], denials: [] };
  switch (event.type) {
    case "ask-received":
      return { ...story, received: event };
    case "route-decided":
      return { ...story, rungs: withLast(story.rungs, event) };
    case "attempt-started":
      return { ...story, attempts: withLast(story.attempts, { started: event }) };
    case "attempt-ended":
      return withAttempt(story, event.attemptId, { ended: event });
    case "answer-judged":
      return event.failed.length === 0
        ? story
        : withAttempt(story, event.attemptId, { failedGates: event.failed });
    case "budget-denied":
      return { ...story, denials: withLast(story.denials, event) };
    case "ask-answered":
    case "ask-failed":
      return { ...story, ending: event };
    default:
      return event satisfies never;
  }
}

/** The route that took it last; undefined: none did. */
export function routeOfStory({ rungs, attempts, ending }: AskStory): string | undefined {
  if (ending?.type === "ask-answered") return ending.route;
  return rungs.at(-1)?.route ?? attempts.at(-1)?.started.route;
}

export function usedFallback({ attempts }: AskStory): boolean {
  return attempts.some(({ started }) => started.kind === "fallback");
}

/** The last call that failed: what a fallback is blamed on. */
export function lastFailure({ attempts }: AskStory): AttemptEndedEvent | undefined {
  return attempts.findLast(({ ended }) => ended !== undefined && isFailure(ended))?.ended;
}

/** Whether anything went otherwise than in the best case, so that somebody may want to know why. */
export function isTroubled(story: AskStory): boolean {
  const { ending } = story;
  if (ending?.type === "ask-failed" || lastFailure(story) !== undefined) return true;
  return ending !== undefined && (ending.rung !== "full" || !ending.insideSla);
}

function isFailure({ outcome }: AttemptEndedEvent): boolean {
  return outcome !== "ok" && outcome !== "outrun";
}

function withAttempt(story: AskStory, attemptId: string, news: Partial<AttemptStory>): AskStory {
  const at = story.attempts.findLastIndex(({ started }) => started.attemptId === attemptId);
  const attempt = story.attempts[at];
  if (attempt === undefined) return story;
  return { ...story, attempts: story.attempts.with(at, { ...attempt, ...news }) };
}

function withLast<Entry>(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  return [...entries.slice(1 - ENTRIES_MAX), entry];
}
