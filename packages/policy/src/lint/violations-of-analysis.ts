import type { Bundle, Contingency } from "@switchyard/contract";
import type { PolicyAnalysis } from "../analyse/analyse-policy.ts";
import type { AnalysisFinding } from "../analyse/analysis-finding.ts";
import { endpointId } from "../plan/endpoint-id.ts";
import { plan } from "../plan/plan.ts";
import { DAY_MS, utcDay } from "../price/utc-day.ts";
import { acceptance, candidateFix, gapFix, lifecyclesFix, widerFix } from "./analysis-fixes.ts";
import type { RuleViolation } from "./lint-bundle.ts";
import type { RuleFinding, RuleText, WitnessLoss } from "./lint-rule.ts";
import { ANALYSIS_RULES } from "./rules/analysis-rules.ts";
import { fallbackBelowFloor } from "./rules/fallback-below-floor.ts";

/** How long a proposed acceptance holds, in days. */
const ACCEPT_DAYS = 90;

/** What a rule makes of a finding: what it is about, and the line that mends it. */
interface Verdict {
  readonly rule: RuleText;
  readonly about: string;
  readonly fix: string;
  /** The line that the fix replaces. Default: the finding's. */
  readonly path?: RuleFinding["path"];
  /** What is wrong, where the rule knows more than the finding. Default: the finding's. */
  readonly message?: string;
}

/**
 * The findings of an analysis as violations of rules, for `lintBundle`. R18 and R24 say the same as
 * `deprecated-serves` and `too-few-attempts` without an analysis. That attempts outlast the caller
 * breaks nothing, for the router ends an ask in time. Pure.
 */
export function violationsOfAnalysis(
  bundle: Bundle,
  { atMs, findings }: Pick<PolicyAnalysis, "atMs" | "findings">,
): readonly RuleViolation[] {
  const lapse = utcDay(atMs + ACCEPT_DAYS * DAY_MS);
  const limits = findings.filter(isDeadLimit);
  const routes = new Set(limits.map(({ routes: [id] }) => id));
  return [
    ...findings.flatMap((finding): readonly RuleViolation[] => {
      const verdict = verdictOf(bundle, finding, lapse);
      return verdict === undefined ? [] : [violation(bundle, finding, verdict)];
    }),
    ...[...routes].flatMap((id) =>
      deadLimits(
        limits.filter(({ routes: [route] }) => route === id),
        lapse,
      ),
    ),
  ];
}

function violation(
  bundle: Bundle,
  finding: AnalysisFinding,
  { rule, about, fix, path, message = finding.message }: Verdict,
): RuleViolation {
  const { pointer, classes, witness, acceptedBy } = finding;
  const entry = bundle.policy.contingency?.accept.find(({ id }) => id === acceptedBy);
  const loss = lossOf(bundle, finding);
  const ruleFinding: RuleFinding = {
    document: "policy",
    path: path ?? segments(pointer),
    about,
    message: `${message} (${classes} request ${classes === 1n ? "class" : "classes"})`,
    fix,
    witness: { ...witness.request, slaMs: Math.max(1, witness.request.slaMs) },
    ...(loss && { loss }),
    ...(entry && { accepted: { reason: entry.reason, expires: entry.expires } }),
  };
  return { rule, finding: ruleFinding };
}

/** The loss of a finding in the words of `explain`: whose breakers its witness's state has open. */
function lossOf(
  { catalog }: Bundle,
  { kind, domains, witness }: AnalysisFinding,
): WitnessLoss | undefined {
  if (witness.state === undefined) return undefined;
  const { breakers, remainingMs } = witness.state;
  if (kind !== "hot-failover-too-slow") return { down: domains };
  const providers = Object.values(catalog.models).flatMap(({ id, provider, regions }) =>
    regions.some((region) => Object.hasOwn(breakers, endpointId(id, region))) ? provider : [],
  );
  const down = [...new Set(providers)].map((provider) => `provider:${provider}`);
  return { down, remainingMs: Math.max(1, remainingMs) };
}

function verdictOf(bundle: Bundle, finding: AnalysisFinding, lapse: string): Verdict | undefined {
  const { kind, routes, models, domains, have, need, witness } = finding;
  const [route = "", other = ""] = routes;
  const [model = ""] = models;
  const rules = ANALYSIS_RULES;
  switch (kind) {
    case "coverage-gap":
      return { rule: rules.gap, about: "intendedGaps", fix: gapFix(bundle, finding) };
    case "shadowed-route":
      return { rule: rules.shadowed, about: route, fix: "lifecycle: retired" };
    case "dead-candidate":
      return { rule: rules.deadCandidate, about: route, fix: withoutModels(bundle, route, models) };
    case "weaker-fallback":
      return {
        rule: fallbackBelowFloor,
        about: route,
        fix: `qualityFloor: ${need}`,
        path: limitPath(bundle, other, "qualityFloor"),
      };
    case "wider-at-higher-risk":
      return { rule: rules.widerRisk, about: model, fix: widerFix(bundle, finding) };
    case "residency-unbound": {
      const reached = domains[0]?.slice("region:".length) ?? "";
      const region = hasRegion(bundle, String(need)) ? need : reached;
      return { rule: rules.residency, about: String(need), fix: `${need}: [${region}]` };
    }
    case "experimental-reachable":
      return {
        rule: rules.experimental,
        about: model,
        fix: lifecyclesFix(bundle, witness.request.risk, "experimental"),
      };
    case "unserved-class":
      return unserved(bundle, finding, lapse);
    case "single-provider":
      return {
        rule: rules.singleProvider,
        about: route,
        fix:
          candidateFix(bundle, finding, (providers) => providers.size > 1) ??
          suppression("R22", route, lapse),
      };
    case "loss-breaks-promise":
      return { rule: rules.loss, about: route, fix: acceptance(bundle, finding, lapse) };
    case "hot-failover-too-slow":
      return { rule: rules.slowFailover, about: route, fix: waitFix(bundle, route, have, need) };
    case "no-higher-tier":
      return { rule: rules.noTier, about: route, fix: "to: next-candidate" };
    case "worst-case-over-ceiling":
      return {
        rule: rules.worstCase,
        about: route,
        fix: `costPerTaskMax: $${Number(need) / 1e6}`,
      };
    case "dead-threshold":
    case "worst-case-over-sla":
    case "deprecated-serves":
    case "too-few-attempts":
      return undefined;
    default:
      return kind satisfies never;
  }
}

/** A residency is mostly named like the region that keeps it. */
function hasRegion({ catalog }: Bundle, name: string): boolean {
  return Object.values(catalog.models).some(({ regions }) => regions.includes(name));
}

/** R25 where nothing but the ceiling bars a candidate, else R12. */
function unserved(bundle: Bundle, finding: AnalysisFinding, lapse: string): Verdict {
  const [route = ""] = finding.routes;
  const { request, atMs } = finding.witness;
  const barred = plan(bundle, request, atMs).rungs.flatMap(({ rejections }) =>
    rejections.flatMap(({ reasons }) => (reasons.length === 1 ? reasons : [])),
  );
  const costs = barred.flatMap(({ code, have }) =>
    code === "cost-over-ceiling" ? Number(have) : [],
  );
  if (costs.length > 0) {
    const cheapest = Math.ceil(Math.min(...costs));
    return {
      rule: ANALYSIS_RULES.ceiling,
      about: route,
      message: `\`costPerTaskMax\` of route \`${route}\` is below ${cheapest} micro-dollars, which its cheapest candidate costs for these nominal requests: none of them gets a model`,
      fix: `costPerTaskMax: $${cheapest / 1e6}`,
      path: limitPath(bundle, route, "costPerTaskMax"),
    };
  }
  const candidate = candidateFix(bundle, finding, (providers) => providers.size > 0);
  const fix = candidate ?? suppression("R12", route, lapse);
  return { rule: ANALYSIS_RULES.unserved, about: route, fix };
}

/**
 * Limits that matter to plans alone. `latencyMax` and `costPerTaskMax` bound running asks too, so
 * one that bars no plan is not without effect.
 */
function isDeadLimit({ kind, pointer }: AnalysisFinding): boolean {
  return kind === "dead-threshold" && !/\/(latencyMax|costPerTaskMax)$/.test(pointer);
}

/** All limits of one route without effect as one finding: they are guarded, or not, together. */
function deadLimits(limits: readonly AnalysisFinding[], lapse: string): readonly RuleViolation[] {
  const [first] = limits;
  if (first === undefined) return [];
  const [route = ""] = first.routes;
  const named = limits.map(({ pointer, have }) => `\`${pointer.split("/").at(-1)}\` ${have}`);
  const finding: RuleFinding = {
    document: "policy",
    path: segments(first.pointer),
    about: route,
    message: `limits of route \`${route}\` without effect: ${named.join(", ")}; no request is planned otherwise without one of them`,
    fix: suppression("R26", route, lapse),
  };
  return [{ rule: ANALYSIS_RULES.deadThreshold, finding }];
}

function suppression(rule: string, about: string, expires: string): string {
  return `suppress: [{ rule: ${rule}, about: ${about}, reason: "wanted so", expires: ${expires} }]`;
}

function withoutModels(bundle: Bundle, id: string, dead: readonly string[]): string {
  const route = bundle.policy.routes.find((one) => one.id === id);
  const left = (route?.candidates ?? []).filter((model) => !dead.includes(model));
  return left.length === 0 ? "lifecycle: retired" : `candidates: [${left.join(", ")}]`;
}

function limitPath({ policy }: Bundle, id: string, limit: string): RuleFinding["path"] {
  const index = policy.routes.find((route) => route.id === id)?.index ?? 0;
  return ["routes", index, "limits", limit];
}

/** The wait of nominal requests is the route's own, unless the policy states another. */
function waitFix(
  { policy }: Bundle,
  id: string,
  have: AnalysisFinding["have"],
  need: AnalysisFinding["need"],
): string {
  const stated: Contingency["nominal"] | undefined = policy.contingency?.nominal;
  const limit = policy.routes.find((route) => route.id === id)?.limits.latencyMsMax;
  return stated === undefined || limit === have
    ? `latencyMax: ${need}ms`
    : `sla: { ${id}: ${need}ms } # of contingency.nominal`;
}

function segments(pointer: string): readonly string[] {
  const parts = pointer.split("/").slice(1);
  return parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
