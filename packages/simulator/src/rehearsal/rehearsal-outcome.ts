import type { Summary } from "@switchyard/journal";
import type { UnservableClass } from "../workload/traffic-class.ts";
import type { CheckOutcome } from "./checks/check-outcome.ts";
import type { Stop } from "./checks/create-stop-watch.ts";
import type { ProviderRoles } from "./provider-roles.ts";
import type { AnswerReading } from "./watch-answers.ts";
import type { Taxonomy } from "./taxonomy/read-taxonomy.ts";

/** What a rehearsal showed. */
export interface RehearsalOutcome {
  /** The scenario's name. */
  readonly scenario: string;
  readonly seed: string;
  readonly bundleHash: string;
  /** Asks made, re-asks among them. All of them ended, but for the lost ones. */
  readonly requests: number;
  /** Asks for what the same user had asked before, in vain. */
  readonly reasked: number;
  /** Asks under which the router's process died, or which found none. */
  readonly lost: number;
  /** Whether the caller stopped it before all requests had come. */
  readonly interrupted: boolean;
  /** The scenario's stop condition that ended it. Absent: none did. */
  readonly stop?: Stop;
  /** Virtual milliseconds from the start to the last end. */
  readonly simulatedMs: number;
  readonly summary: Summary;
  /** What answers were worth and cost, apart from what the router knows of it. */
  readonly answers: AnswerReading;
  /** In the order of the scenario's expectations. */
  readonly checks: readonly CheckOutcome[];
  /** Kinds of failures seen against kinds injected. */
  readonly taxonomy: Taxonomy;
  /** What each fault took effect on, by its id; one that has nobody to hit here is absent. */
  readonly hits: Readonly<Record<string, number>>;
  readonly roles: ProviderRoles;
  /** Classes that no endpoint can serve even in a healthy world; they got no traffic. */
  readonly unservable: readonly UnservableClass[];
  /** What was left out of the scenario here, and why, one sentence each. */
  readonly notices: readonly string[];
}
