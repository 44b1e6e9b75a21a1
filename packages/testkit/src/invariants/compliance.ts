import type { AskReceivedEvent, AttemptStartedEvent, SwitchyardEvent } from "@switchyard/contract";
import { resolveModel, routeChain } from "./candidate-facts.ts";
import type { BundleDocuments } from "./trace.ts";

/** A rule of the policy that a call broke. */
export type ComplianceRule =
  | "unknown-ask"
  | "unknown-endpoint"
  | "endpoint-mislabelled"
  | "not-a-candidate"
  | "risk-not-approved"
  | "lifecycle-not-allowed"
  | "retention-required"
  | "provider-denied"
  | "residency-not-allowed"
  | "answered-without-attempt";

export interface Violation {
  readonly rule: ComplianceRule;
  readonly askId: string;
  /** Endpoint id as the event names it. */
  readonly endpoint: string;
  /** One sentence with the values. */
  readonly message: string;
}

/** Watches events and lists every call that the documents forbid. An event sink. */
export interface ComplianceChecker {
  readonly record: (event: SwitchyardEvent) => void;
  readonly violations: () => readonly Violation[];
}

interface OpenAsk {
  readonly received: AskReceivedEvent;
  readonly attempted: Set<string>;
}

/**
 * Checks calls against the documents themselves. It shares no code with the router: it resolves
 * variants, routes and the envelope on its own, so a mistake there cannot hide itself here.
 *
 * Memory is bounded by the asks in flight and the violations found.
 */
export function createComplianceChecker(documents: BundleDocuments): ComplianceChecker {
  const open = new Map<string, OpenAsk>();
  const found: Violation[] = [];
  const report = (rule: ComplianceRule, askId: string, endpoint: string, message: string): void => {
    found.push({ rule, askId, endpoint, message });
  };

  const record = (event: SwitchyardEvent): void => {
    switch (event.type) {
      case "ask-received":
        open.set(event.askId, { received: event, attempted: new Set() });
        return;
      case "attempt-started": {
        const ask = open.get(event.askId);
        ask?.attempted.add(event.endpoint);
        if (ask === undefined) {
          report("unknown-ask", event.askId, event.endpoint, "A call was made for no open ask.");
          return;
        }
        for (const { rule, message } of brokenRules(documents, ask.received, event))
          report(rule, event.askId, event.endpoint, message);
        return;
      }
      case "ask-answered": {
        const { askId, endpoint } = event;
        if (endpoint !== undefined && !(open.get(askId)?.attempted.has(endpoint) ?? false))
          report("answered-without-attempt", askId, endpoint, `No call to ${endpoint} was made.`);
        open.delete(askId);
        return;
      }
      case "ask-failed":
        open.delete(event.askId);
        return;
      default:
        return;
    }
  };
  return { record, violations: () => found };
}

interface BrokenRule {
  readonly rule: ComplianceRule;
  readonly message: string;
}

function brokenRules(
  { policy, catalog }: BundleDocuments,
  ask: AskReceivedEvent,
  attempt: AttemptStartedEvent,
): readonly BrokenRule[] {
  const [modelId = "", region = ""] = attempt.endpoint.split("#");
  const provider = modelId.slice(0, modelId.indexOf("/"));
  const model = resolveModel(catalog, modelId);
  const provision = catalog.providers[provider];
  if (model === undefined || provision?.endpoints[region] === undefined)
    return [
      { rule: "unknown-endpoint", message: `The catalogue has no endpoint ${attempt.endpoint}.` },
    ];

  const broken: BrokenRule[] = [];
  const check = (holds: boolean, rule: ComplianceRule, message: string): void => {
    if (!holds) broken.push({ rule, message });
  };
  const { risk, residency } = ask;
  const { envelope, domains } = policy;
  const named =
    attempt.provider === provider && attempt.region === region && attempt.model === modelId;
  check(named, "endpoint-mislabelled", `The event's names differ from ${attempt.endpoint}.`);
  check(
    routeChain(policy, attempt.route, ask).some(({ candidates }) => candidates.includes(modelId)),
    "not-a-candidate",
    `Route ${attempt.route} has no candidate ${modelId} for ${ask.intent} at risk ${risk}.`,
  );
  check(
    isApproved(model.approvedRisk ?? "", risk, domains.risks),
    "risk-not-approved",
    `${modelId} is approved to ${model.approvedRisk}; the ask has risk ${risk}.`,
  );
  check(
    (envelope.lifecycles[risk] ?? []).some((stage) => stage === model.lifecycle),
    "lifecycle-not-allowed",
    `${modelId} is ${model.lifecycle}; risk ${risk} does not allow that.`,
  );
  check(
    provision.zeroRetention || !envelope.zeroRetention.includes(risk),
    "retention-required",
    `${provider} may retain data; risk ${risk} needs zero retention.`,
  );
  check(
    !(envelope.denyProviders[risk] ?? []).includes(provider),
    "provider-denied",
    `${provider} is denied at risk ${risk}.`,
  );
  check(
    envelope.residency[residency]?.includes(region) ?? true,
    "residency-not-allowed",
    `Residency ${residency} does not allow region ${region}.`,
  );
  return broken;
}

/** The scale that a catalogue means where a policy declares only some of its classes. */
const COMMON_RISKS = ["low", "medium", "high"];

function isApproved(approvedRisk: string, risk: string, risks: readonly string[]): boolean {
  const scale = risks.includes(approvedRisk) ? risks : COMMON_RISKS;
  return scale.includes(risk) && scale.indexOf(approvedRisk) >= scale.indexOf(risk);
}
