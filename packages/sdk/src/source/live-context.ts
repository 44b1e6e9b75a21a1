import type { Bundle, ModelPort } from "@switchyard/contract";
import { createBudgetLines, createPlanner, endpointId } from "@switchyard/policy";
import type { AskContext } from "../ask/ask-route.ts";
import type { RouterParts } from "../assemble-router.ts";
import { createClassifier } from "../classify/classify-request.ts";
import { BOUND, createRequestCounter, ESTIMATE } from "../classify/request-tokens.ts";
import { createTokensMax } from "../classify/tokens-max.ts";
import { createEventEmitter, type EventFacts } from "../events/event-emitter.ts";
import { createCallPlaces } from "../health/call-places.ts";
import { createHealthReporter, type HealthReporter } from "../health/create-health-reporter.ts";
import { createEndpointHealth } from "../health/endpoint-health.ts";
import { createRecentAsks } from "../judge/recent-asks.ts";
import { createScoreBook } from "../judge/score-book.ts";
import { createRungBook } from "../ladder/rung-book.ts";

/** What asks are given, of the bundle in force. An ask keeps to its end what it was given. */
export interface LiveContext {
  readonly current: AskContext;
  /**
   * Brings another bundle into force. What was learnt goes on: breakers, holds, latencies, retry
   * budgets, places, rungs and scores. Endpoints that neither this bundle nor the one before it
   * has are forgotten, so that a rollback finds its endpoints as they were.
   */
  swap(bundle: Bundle, providers: ModelPort): void;
  readonly reporter: HealthReporter;
  readonly unbooked: number;
}

/** The context of the parts' own bundle. */
export function createLiveContext(parts: RouterParts): LiveContext {
  const { bundle: first, clock, countTokens } = parts;
  const events = createEventEmitter(parts.sinks, clock, first.hash);
  const reporter = createHealthReporter();
  const tell = (facts: EventFacts): void => current.ports.events.emit(facts);
  const health = createEndpointHealth(first.policy.defaults, (change) => {
    reporter.note(change, clock.epochMs());
    tell({ type: "breaker-changed", ...change });
  });
  const rungs = createRungBook(first.policy, (news) => tell({ type: "rung-changed", ...news }));
  const places = createCallPlaces(first.catalog, clock);
  const scores = createScoreBook();
  const recentAsks = createRecentAsks();
  const countEstimate = createRequestCounter(countTokens, ESTIMATE);
  const countInputMax = createRequestCounter(createTokensMax(countTokens), BOUND);
  let unbooked = 0;
  const onUnbooked = (): void => {
    unbooked += 1;
  };
  const { rng, ledger, newAskId, schemas, customGates } = parts;
  const shared = { clock, rng, ledger, health, places, countTokens, scores, onUnbooked };
  const contextOf = (bundle: Bundle, providers: ModelPort): AskContext => ({
    bundle,
    ports: { ...shared, providers, events: events.under(bundle.hash) },
    classify: createClassifier(bundle.policy, countEstimate),
    countInputMax,
    planRequest: createPlanner(bundle),
    rungs,
    budgetLines: createBudgetLines(bundle.policy),
    newAskId,
    schemas,
    customGates,
    recentAsks,
  });
  let current = contextOf(first, parts.providers);
  return {
    get current() {
      return current;
    },
    get unbooked() {
      return unbooked;
    },
    reporter,
    swap: (bundle, providers) => {
      const next = contextOf(bundle, providers);
      const known = new Set([...endpointsOf(current.bundle), ...endpointsOf(bundle)]);
      health.adapt(bundle.policy.defaults, known);
      reporter.keep(known);
      places.adapt(bundle.catalog);
      rungs.adapt(bundle.policy);
      current = next;
    },
  };
}

function endpointsOf({ catalog }: Bundle): readonly string[] {
  return Object.values(catalog.models).flatMap(({ id, regions }) =>
    regions.map((region) => endpointId(id, region)),
  );
}
