import type { Route } from "@switchyard/contract";

/** Intents and risk classes that two routes both take. */
export interface SharedClasses {
  readonly intents: readonly string[];
  readonly risks: readonly string[];
}

/** What two routes both take; undefined when no request can come from one to the other. */
export function sharedClasses(left: Route, right: Route): SharedClasses | undefined {
  const { match: a } = left;
  const { match: b } = right;
  if (a === undefined || b === undefined) return undefined;
  const intents = a.intents.filter((intent) => b.intents.includes(intent));
  const risks = a.risks.filter((risk) => b.risks.includes(risk));
  return intents.length === 0 || risks.length === 0 ? undefined : { intents, risks };
}
