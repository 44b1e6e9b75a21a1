import type { PlannedEndpoint } from "@switchyard/contract";
import { pointerOf } from "../load/json-pointer.ts";
import { makeFinding, type Analysis } from "./analysis.ts";
import type { AnalysisFinding } from "./analysis-finding.ts";
import { endpointsOf } from "./outcome.ts";
import { leavesOf, type Restriction } from "./walk-diagram.ts";

/** What requests of one risk class and residency can reach, over all states: outages only delete. */
export interface Reach {
  readonly risk: string;
  readonly residency: string;
  /** Endpoint ids, sorted. */
  readonly endpoints: readonly string[];
}

const RISK_FIELD = 1;
const RESIDENCY_FIELD = 4;

/** Every endpoint that each pair of risk class and residency reaches on any rung. */
export function reachOf(analysis: Analysis): readonly Reach[] {
  const { risk, residency } = analysis.diagram.values;
  return risk.flatMap((riskName, riskAt) =>
    residency.map((residencyName, residencyAt) => {
      const reached = reachedIn(analysis, restrictTo(riskAt, residencyAt));
      const endpoints = [...new Set(reached.map(({ id }) => id))].toSorted();
      return { risk: riskName, residency: residencyName, endpoints };
    }),
  );
}

function reachedIn(
  { diagram, root }: Analysis,
  restriction: Restriction,
): readonly PlannedEndpoint[] {
  return leavesOf(diagram, root, restriction).flatMap((leaf) => endpointsOf(diagram.outcome(leaf)));
}

/** Experimental models above the lowest risk, deprecated ones that serve, unbound residencies. */
export function findCompliance(analysis: Analysis): readonly AnalysisFinding[] {
  return [
    ...findLifecycle(analysis, "experimental"),
    ...findLifecycle(analysis, "deprecated"),
    ...findUnboundResidencies(analysis),
    ...findWiderRisks(analysis),
  ];
}

function findLifecycle(
  analysis: Analysis,
  lifecycle: "experimental" | "deprecated",
): readonly AnalysisFinding[] {
  const { bundle, diagram } = analysis;
  const risks = diagram.values.risk.flatMap((risk, at) =>
    lifecycle === "experimental" && at === 0 ? [] : [{ risk, at }],
  );
  const models = Object.values(bundle.catalog.models).filter(
    (model) => model.lifecycle === lifecycle,
  );
  return models.flatMap((model) =>
    risks.flatMap(({ risk, at }) => {
      const next = model.replacedBy === undefined ? "" : `; it is replaced by ${model.replacedBy}`;
      const finding = makeFinding(
        analysis,
        {
          kind: lifecycle === "experimental" ? "experimental-reachable" : "deprecated-serves",
          message: `${lifecycle} \`${model.id}\` can serve requests of risk \`${risk}\`${next}`,
          pointer: pointerOf(["envelope", "lifecycles", risk]),
          models: [model.id],
          have: model.lifecycle,
          need: model.sunset ?? null,
        },
        new Map([[RISK_FIELD, new Set([at])]]),
        (leaf) => endpointsOf(diagram.outcome(leaf)).some((planned) => planned.model === model.id),
      );
      return finding ?? [];
    }),
  );
}

/** A residency that is not the default and has no entry in the envelope promises nothing. */
function findUnboundResidencies(analysis: Analysis): readonly AnalysisFinding[] {
  const { bundle, diagram } = analysis;
  const { envelope, domains } = bundle.policy;
  return diagram.values.residency.flatMap((residency, at) => {
    if (Object.hasOwn(envelope.residency, residency)) return [];
    if (residency === domains.defaults.residency) return [];
    const restriction = new Map([[RESIDENCY_FIELD, new Set([at])]]);
    const regions = new Set(reachedIn(analysis, restriction).map(({ region }) => region));
    return [...regions].toSorted().flatMap((region) => {
      const finding = makeFinding(
        analysis,
        {
          kind: "residency-unbound",
          message: `requests of residency \`${residency}\` can reach region \`${region}\`, for the envelope does not bind it`,
          pointer: pointerOf(["envelope", "residency"]),
          domains: [`region:${region}`],
          have: region,
          need: residency,
        },
        restriction,
        (leaf) => endpointsOf(diagram.outcome(leaf)).some((planned) => planned.region === region),
      );
      return finding ?? [];
    });
  });
}

/** Models that a risk class reaches although the envelope denies them to the next lower one. */
function findWiderRisks(analysis: Analysis): readonly AnalysisFinding[] {
  const { bundle, diagram } = analysis;
  const { risks } = bundle.policy.domains;
  return risks.slice(1).flatMap((risk, below) => {
    const lower = risks[below] ?? "";
    const restriction = new Map([[RISK_FIELD, new Set([below + 1])]]);
    const models = new Set(reachedIn(analysis, restriction).map(({ model }) => model));
    return [...models].toSorted().flatMap((model) => {
      const rule = ruleThatDenies(analysis, model, lower);
      if (rule === undefined) return [];
      const finding = makeFinding(
        analysis,
        {
          kind: "wider-at-higher-risk",
          message: `risk \`${risk}\` reaches \`${model}\`, which \`${lower}\` may not: what is allowed must shrink as risk grows`,
          pointer: rule,
          models: [model],
          have: risk,
          need: lower,
        },
        restriction,
        (leaf) => endpointsOf(diagram.outcome(leaf)).some((planned) => planned.model === model),
      );
      return finding ?? [];
    });
  });
}

/** The line of the envelope that keeps a model from a risk class, whatever the residency. */
function ruleThatDenies({ bundle }: Analysis, id: string, risk: string): string | undefined {
  const { envelope } = bundle.policy;
  const model = bundle.catalog.models[id];
  if (model === undefined) return undefined;
  const lifecycles = Object.hasOwn(envelope.lifecycles, risk) ? envelope.lifecycles[risk] : [];
  if (lifecycles?.includes(model.lifecycle) !== true) {
    return pointerOf(["envelope", "lifecycles", risk]);
  }
  const isDenied =
    Object.hasOwn(envelope.denyProviders, risk) &&
    envelope.denyProviders[risk]?.includes(model.provider) === true;
  if (isDenied) return pointerOf(["envelope", "denyProviders", risk]);
  const keepsNothing = bundle.catalog.providers[model.provider]?.zeroRetention === true;
  return envelope.zeroRetention.includes(risk) && !keepsNothing
    ? pointerOf(["envelope", "zeroRetention"])
    : undefined;
}

export function restrictTo(risk: number, residency: number): Restriction {
  return new Map([
    [RISK_FIELD, new Set([risk])],
    [RESIDENCY_FIELD, new Set([residency])],
  ]);
}
