import type { Bundle, HealthMember, ModelPort } from "@switchyard/contract";
import { withLedgerDownPolicy, withQuotaDownPolicy } from "@switchyard/ledger";
import { createBudgetLines, createPlanner, endpointId } from "@switchyard/policy";
import type { AskContext } from "../ask/ask-route.ts";
import { createBookkeeper } from "../ask/bookkeeper.ts";
import { outageEvent, quotaEvent } from "../ask/outage-events.ts";
import type { AskPorts } from "../ask/perform-step.ts";
import type { RouterParts } from "../assemble-router.ts";
import { createClassifier } from "../classify/classify-request.ts";
import { BOUND, createRequestCounter, ESTIMATE } from "../classify/request-tokens.ts";
import { createTokensMax } from "../classify/tokens-max.ts";
import { createContextPruner } from "../context/create-context-pruner.ts";
import { createEventEmitter, type EventEmitter } from "../events/event-emitter.ts";
import { qualityFloorsOf } from "../events/quality-floors.ts";
import { createCallPlaces } from "../health/call-places.ts";
import { createHealthReporter, type HealthReporter } from "../health/create-health-reporter.ts";
import { createEndpointHealth, type EndpointHealth } from "../health/endpoint-health.ts";
import { joinHealth } from "../health/join-health.ts";
import { createRecentAsks } from "../judge/recent-asks.ts";
import { createScoreBook } from "../judge/score-book.ts";
import { createRungBook } from "../ladder/rung-book.ts";
import { createQuotaReadings, type QuotaReadings } from "../quota/quota-readings.ts";
import { createSpendControl } from "../spend/create-spend-control.ts";
import { createConversationBook } from "../sticky/create-conversation-book.ts";

/** What asks are given, of the bundle in force. An ask keeps to its end what it was given. */
export interface LiveContext {
  readonly current: AskContext;
  /**
   * Brings another bundle into force. What was learnt goes on: breakers, holds, latencies, retry
   * budgets, places, rungs, pruning, spend levels, conversations and scores. Endpoints that neither
   * this bundle nor the one before it has are forgotten, so that a rollback finds its endpoints as
   * they were.
   */
  swap(bundle: Bundle, providers: ModelPort): void;
  readonly reporter: HealthReporter;
  readonly quotas: Pick<QuotaReadings, "last">;
  /** Shares nothing with other processes any more. */
  leave(): void;
}

/** Tells of what no ask does alone, under the bundle in force. */
type Tell = EventEmitter["emit"];

/** The context of the parts' own bundle, told to be in force. */
export function createLiveContext(parts: RouterParts): LiveContext {
  const { bundle: first, clock, rng, countTokens, newAskId, schemas, customGates } = parts;
  const events = openEvents(parts);
  const tell: Tell = (facts) => current.ports.events.emit(facts);
  const reporter = createHealthReporter();
  const { health, member } = openHealth(parts, reporter, () => current.bundle, tell);
  const countEstimate = createRequestCounter(countTokens, ESTIMATE);
  const pruner = createContextPruner(first.policy, countEstimate, { emit: tell });
  const rungs = createRungBook(first.policy, (news) => tell({ type: "rung-changed", ...news }));
  const places = createCallPlaces(first.catalog, clock);
  const { ledger, books, quotas } = openBooks(parts, () => current.bundle, tell);
  const spend = createSpendControl({
    policy: first.policy,
    ledger,
    clock,
    rng,
    events: { emit: tell },
  });
  const scores = createScoreBook();
  const ports = {
    clock,
    rng,
    ledger,
    books,
    health,
    places,
    countTokens,
    scores,
    pruner,
    spend,
    quota: quotas.quota,
  };
  const shared = {
    countInputMax: createRequestCounter(createTokensMax(countTokens), BOUND),
    pruner,
    rungs,
    newAskId,
    schemas,
    customGates,
    recentAsks: createRecentAsks(),
    conversations: createConversationBook(),
  };
  const contextOf = (bundle: Bundle, providers: ModelPort): AskContext => ({
    ...shared,
    bundle,
    ports: { ...ports, providers, events: events.under(bundle.hash) },
    classify: createClassifier(bundle.policy, countEstimate),
    planRequest: createPlanner(bundle),
    budgetLines: createBudgetLines(bundle.policy),
  });
  let current = contextOf(first, parts.providers);
  return {
    get current() {
      return current;
    },
    reporter,
    quotas,
    leave: () => member.leave(),
    swap: (bundle, providers) => {
      const next = contextOf(bundle, providers);
      const known = new Set([...endpointsOf(current.bundle), ...endpointsOf(bundle)]);
      health.adapt(bundle.policy.defaults, known);
      reporter.keep(known);
      places.adapt(bundle.catalog);
      for (const learnt of [rungs, pruner, spend]) learnt.adapt(bundle.policy);
      current = next;
    },
  };
}

/** Costs are kept by a sink like any other. */
function openEvents({ sinks, costs, clock, bundle, providers }: RouterParts): EventEmitter {
  const all = costs === undefined ? sinks : [...sinks, costs];
  const events = createEventEmitter(all, clock, bundle.hash);
  const { name, version } = bundle.policy;
  const { absent } = providers;
  const qualityFloors = qualityFloorsOf(bundle.policy);
  const loaded = { bundleHash: bundle.hash, name, version, absent, qualityFloors };
  events.emit({ type: "policy-loaded", ...loaded });
  return events;
}

function openHealth(
  { bundle, clock, health: port }: RouterParts,
  reporter: HealthReporter,
  bundleInForce: () => Bundle,
  tell: Tell,
): { readonly health: EndpointHealth; readonly member: HealthMember } {
  const health = createEndpointHealth(
    bundle.policy.defaults,
    (change) => {
      reporter.note(change, clock.epochMs());
      tell({ type: "breaker-changed", ...change });
    },
    (word) => member.tell(word),
  );
  const catalog = (): Bundle["catalog"] => bundleInForce().catalog;
  const member = joinHealth(port, { health, clock, emit: tell, catalog });
  return { health, member };
}

/** An outage goes by the bundle in force, whichever an attempt was planned by. */
function openBooks(
  { clock, waitUntil, ledger: given, quota: givenQuota }: RouterParts,
  bundleInForce: () => Bundle,
  tell: Tell,
): Pick<AskPorts, "ledger" | "books"> & { readonly quotas: QuotaReadings } {
  const ledger = withLedgerDownPolicy({
    ledger: given,
    clock,
    onLedgerDown: (budgetId) =>
      bundleInForce().policy.budgets.find(({ id }) => id === budgetId)?.onLedgerDown ?? {
        kind: "fail-closed",
      },
    onNotice: (notice) => tell(outageEvent(notice, bundleInForce().policy.budgets)),
  });
  const books = createBookkeeper({ ledger, clock, ...(waitUntil && { waitUntil }) });
  const quotas = createQuotaReadings(
    withQuotaDownPolicy({
      quota: givenQuota,
      clock,
      onNotice: (notice) => tell(quotaEvent(notice)),
    }),
  );
  return { ledger, books, quotas };
}

function endpointsOf({ catalog }: Bundle): readonly string[] {
  return Object.values(catalog.models).flatMap(({ id, regions }) =>
    regions.map((region) => endpointId(id, region)),
  );
}
