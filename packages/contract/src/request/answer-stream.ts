import type { Answer, AskRequest, AttemptSummary } from "./ask.ts";
import type { ToolCallPart } from "./message.ts";

/** What an application asks when it shows the answer as it arrives. */
export interface StreamRequest<
  Intent extends string = string,
  Risk extends string = string,
> extends AskRequest<Intent, Risk> {
  /** How long the caller waits for the first content, in milliseconds. Default: `slaMs`. */
  readonly firstTokenSlaMs?: number;
}

/** A part of a streamed answer. Content is not judged before `end` says how it was. */
export type AnswerStreamPart =
  /** The next piece of the text; never empty. */
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool-call"; readonly toolCall: ToolCallPart }
  /** Everything before is void: another endpoint answers from the beginning. */
  | {
      readonly type: "restart";
      readonly endpoint: string;
      readonly message: string;
      /** Attempts that had ended by then. */
      readonly attempts: readonly AttemptSummary[];
    }
  /**
   * The answer broke off, and another endpoint goes on with it: what was shown stays, and the texts
   * after this are another model's.
   */
  | {
      readonly type: "continued";
      readonly endpoint: string;
      readonly message: string;
      /** Attempts that had ended by then; the last of them wrote what was shown last. */
      readonly attempts: readonly AttemptSummary[];
    }
  /** The answer is complete. Its `verdict` says whether the route's gates let it through. */
  | { readonly type: "end"; readonly answer: Answer };

/**
 * An answer as it arrives, read once. It ends in the part `end`, or it throws: a stream that was
 * cut never looks complete. Leaving the loop early ends the call.
 */
export interface AnswerStream extends AsyncIterable<AnswerStreamPart> {
  /** The answer of `end`; rejects with what the loop throws. Needs no reader of the parts. */
  readonly answer: Promise<Answer>;
}
