import type { RequestIssue } from "@switchyard/contract";
import type { FeedbackSubject, RecentAsk, RecentAsks } from "./recent-asks.ts";
import type { ScoreRecord } from "./score-book.ts";

/** What the application learnt of an answer: did it do, and how well. One of the two is given. */
export type Feedback = FeedbackSubject & {
  readonly success?: boolean;
  /** 0 to 1. It goes before `success`. */
  readonly score?: number;
};

/** What became of feedback. */
export type JoinedFeedback =
  /** Counted: `record` goes into the score book. */
  | { readonly kind: "joined"; readonly ask: RecentAsk; readonly record: ScoreRecord }
  /** The static text answered; there is no model to score. */
  | { readonly kind: "no-model"; readonly ask: RecentAsk }
  /** No such ask is remembered: it is too old, of another process, or never was. */
  | { readonly kind: "unknown" };

/** Finds the ask that feedback is about, and the score it means: 1 for a success, 0 for none. */
export function joinFeedback(asks: RecentAsks, feedback: Feedback): JoinedFeedback {
  const ask = asks.find(feedback);
  if (ask === undefined) return { kind: "unknown" };
  const { route, model } = ask;
  if (model === undefined) return { kind: "no-model", ask };
  const score = feedback.score ?? (feedback.success === true ? 1 : 0);
  return { kind: "joined", ask, record: { route, model, score, source: "feedback" } };
}

/** What is wrong with feedback, in the order of its fields; empty when it can be joined. */
export function feedbackIssues({ success, score, ...subject }: Feedback): readonly RequestIssue[] {
  const issues: RequestIssue[] = [];
  const id: unknown = "askId" in subject ? subject.askId : subject.taskId;
  if (typeof id !== "string" || id === "")
    issues.push({ field: "askId", message: "Give the askId or the taskId of the answer." });
  if (success === undefined && score === undefined)
    issues.push({ field: "success", message: "Say success: true or false, or give a score." });
  if (success !== undefined && typeof success !== "boolean")
    issues.push({ field: "success", message: `success ${success} is neither true nor false.` });
  if (score !== undefined && !(typeof score === "number" && score >= 0 && score <= 1))
    issues.push({ field: "score", message: `score ${score} is no number from 0 to 1.` });
  return issues;
}
