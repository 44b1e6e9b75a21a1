import type { Costs } from "@switchyard/journal";
import type { TargetChoice } from "../hands/fault-draft.ts";
import type { AskStory } from "../view/ask-story.ts";
import type { StoryReasons } from "../view/explain-story.ts";
import type { ViewModel } from "../view/view-model.ts";
import type { Navigation } from "./navigation.ts";
import type { CheckState } from "./marks.ts";
import type { PaceState } from "./pace-machine.ts";

/** One expectation as the screen shows it. */
export interface CheckLine {
  readonly text: string;
  /** The same where there is little room. */
  readonly shortText: string;
  readonly state: CheckState;
  /** What was measured so far, in words. */
  readonly actual: string;
}

/** How the rehearsal ended, in one line. */
export interface VerdictLine {
  readonly isGood: boolean;
  readonly text: string;
}

/** Everything that one drawing of the screen depends on, except the terminal's size. */
export interface Frame {
  readonly model: ViewModel;
  readonly pace: PaceState;
  /** How much later the newest event is than what is shown. 0: the newest is shown. */
  readonly behindMs: number;
  readonly checks: readonly CheckLine[];
  readonly nav: Navigation;
  /** As last read: on their own page just now. */
  readonly costs: Costs;
  /** Explains an ask by the documents at hand. */
  readonly explain: (story: AskStory) => StoryReasons;
  /** Whom a fault can be aimed at. Absent: nothing can be done to what is shown. */
  readonly targets?: readonly TargetChoice[];
  /** What the last key did, where it does not show. */
  readonly notice?: string;
  /** Absent while the run lasts. */
  readonly verdict?: VerdictLine;
}
