import { createRecentMap } from "./recent-map.ts";

/** What feedback has to know of an ask. */
export interface RecentAsk {
  readonly askId: string;
  readonly taskId: string;
  readonly route: string;
  readonly intent: string;
  /** Whether its conversation was pruned. */
  readonly isPruned: boolean;
  /** Absent when the static text was the answer: no model is to be praised or blamed. */
  readonly model?: string;
}

/** Whom feedback is about: an answer, or the last answer that a task got. */
export type FeedbackSubject = { readonly askId: string } | { readonly taskId: string };

/** A bounded memory of answered asks, so that feedback finds whom it is about. */
export interface RecentAsks {
  add(ask: RecentAsk): void;
  /** Undefined for an ask that is unknown or forgotten. */
  find(subject: FeedbackSubject): RecentAsk | undefined;
}

/** Asks that are remembered, at least; three times as many at most. Some hundred bytes each. */
export const RECENT_ASKS_MIN = 10_000;

/** A memory without asks. An ask that is found is remembered anew. */
export function createRecentAsks(sizeMin: number = RECENT_ASKS_MIN): RecentAsks {
  let byAsk = createRecentMap<RecentAsk>(sizeMin);
  let byTask = createRecentMap<RecentAsk>(sizeMin);
  /** Asks since the last search, which are named when somebody searches: mostly nobody does. */
  let unnamed: RecentAsk[] = [];

  const name = (): void => {
    for (const ask of unnamed) {
      byAsk.set(ask.askId, ask);
      // A task of one ask has its name, which is remembered once.
      if (ask.taskId !== ask.askId) byTask.set(ask.taskId, ask);
    }
    unnamed = [];
  };
  return {
    add: (ask) => {
      unnamed.push(ask);
      if (unnamed.length >= 2 * sizeMin) unnamed = unnamed.slice(sizeMin);
      if (unnamed.length !== sizeMin) return;
      byAsk = createRecentMap(sizeMin);
      byTask = createRecentMap(sizeMin);
    },
    find: (subject) => {
      name();
      if ("askId" in subject) return byAsk.get(subject.askId);
      const { taskId } = subject;
      const alone = byTask.get(taskId) ?? byAsk.get(taskId);
      return alone?.taskId === taskId ? alone : undefined;
    },
  };
}
