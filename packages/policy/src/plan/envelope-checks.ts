import type { Reason } from "@switchyard/contract";
import { pointerOf } from "../load/json-pointer.ts";
import type { Candidate, RungContext } from "./candidate.ts";
import { ownEntry } from "./own-entry.ts";

/** One rule: the reason why it bars a candidate, or undefined when it does not. */
export type Check = (candidate: Candidate, context: RungContext) => Reason | undefined;

/** The envelope's rules, in the order of `REJECTION_CODES`: compliance, above every route. */
export const ENVELOPE_CHECKS: readonly Check[] = [
  lifecycleIsAllowed,
  isNotRetired,
  sunsetIsAhead,
  riskIsApproved,
  retentionIsZero,
  providerIsNotDenied,
  residencyIsKept,
];

/** Lifecycles in which a model may be called at all, whatever the envelope allows. */
const SERVED_LIFECYCLES = ["experimental", "managed", "deprecated"] as const;

function lifecycleIsAllowed({ model }: Candidate, { bundle, request }: RungContext) {
  const allowed = ownEntry(bundle.policy.envelope.lifecycles, request.risk) ?? [];
  if (model.lifecycle === "retired" || allowed.includes(model.lifecycle)) return undefined;
  return {
    code: "lifecycle-not-allowed",
    have: model.lifecycle,
    need: allowed,
    pointer: pointerOf(["envelope", "lifecycles", request.risk]),
  } as const;
}

/** No envelope can allow a retired model, so its own lifecycle is the rule that bars it. */
function isNotRetired({ model }: Candidate) {
  if (model.lifecycle !== "retired") return undefined;
  return {
    code: "lifecycle-not-allowed",
    have: model.lifecycle,
    need: SERVED_LIFECYCLES,
    pointer: `catalog:${pointerOf(["models", model.id, "lifecycle"])}`,
  } as const;
}

function sunsetIsAhead({ model }: Candidate, { day }: RungContext) {
  if (model.sunset === undefined || day < model.sunset) return undefined;
  return {
    code: "lifecycle-not-allowed",
    have: model.sunset,
    need: day,
    pointer: `catalog:${pointerOf(["models", model.id, "sunset"])}`,
  } as const;
}

function riskIsApproved({ model }: Candidate, { bundle, request }: RungContext) {
  const { risks } = bundle.policy.domains;
  const need = risks.indexOf(request.risk);
  // A risk class outside the scale is nobody's to answer.
  if (need >= 0 && risks.indexOf(model.approvedRisk) >= need) return undefined;
  return {
    code: "risk-not-approved",
    have: model.approvedRisk,
    need: request.risk,
    pointer: `catalog:${pointerOf(["models", model.id, "approvedRisk"])}`,
  } as const;
}

function retentionIsZero({ model }: Candidate, { bundle, request }: RungContext) {
  if (!bundle.policy.envelope.zeroRetention.includes(request.risk)) return undefined;
  const provider = ownEntry(bundle.catalog.providers, model.provider);
  if (provider?.zeroRetention === true) return undefined;
  return {
    code: "retention-required",
    have: false,
    need: true,
    pointer: pointerOf(["envelope", "zeroRetention"]),
  } as const;
}

function providerIsNotDenied({ model }: Candidate, { bundle, request }: RungContext) {
  const denied = ownEntry(bundle.policy.envelope.denyProviders, request.risk) ?? [];
  if (!denied.includes(model.provider)) return undefined;
  return {
    code: "provider-denied",
    have: model.provider,
    need: denied,
    pointer: pointerOf(["envelope", "denyProviders", request.risk]),
  } as const;
}

function residencyIsKept({ endpoint }: Candidate, { bundle, request }: RungContext) {
  const allowed = ownEntry(bundle.policy.envelope.residency, request.residency);
  if (allowed === undefined || allowed.includes(endpoint.region)) return undefined;
  return {
    code: "residency-not-allowed",
    have: endpoint.region,
    need: allowed,
    pointer: pointerOf(["envelope", "residency", request.residency]),
  } as const;
}
