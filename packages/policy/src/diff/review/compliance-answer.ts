import type { Bundle, EnvelopeDocument } from "@switchyard/contract";
import type { Witness } from "../../analyse/analysis-finding.ts";
import { replay } from "../../analyse/analysis.ts";
import { reachOf, restrictTo } from "../../analyse/find-compliance.ts";
import { endpointsOf } from "../../analyse/outcome.ts";
import { findClass } from "../../analyse/walk-diagram.ts";
import { providerOf } from "../../plan/endpoint-id.ts";
import type { Comparison } from "../comparison.ts";
import { listed, type ReviewAnswer } from "./review-answer.ts";

/** Why a pair of risk class and residency may be worse off, gravest first. */
interface Concern {
  readonly isRisk: boolean;
  readonly words: string;
  readonly witness?: Witness;
}

/**
 * No new compliance risk in any region? `no`: requests of some risk class and residency reach a
 * provider in a region, or a lifecycle, that they did not, or a provider that keeps data now.
 * `partly`: another model at a provider and region that they reach already, a pair that is new, or
 * an envelope that is looser although nobody reaches more.
 */
export function answerCompliance(comparison: Comparison): ReviewAnswer {
  const question = "compliance";
  const concerns = [...reachConcerns(comparison), ...retentionConcerns(comparison)];
  const loosened = looserRules(comparison.before.bundle, comparison.after.bundle);
  const risks = concerns.filter(({ isRisk }) => isRisk);
  const reasons = [...risks, ...concerns.filter(({ isRisk }) => !isRisk)].map(({ words }) => words);
  const rules = loosened.map((rule) => `the envelope is looser: ${rule}`);
  if (concerns.length + loosened.length === 0) {
    const why =
      "no risk class reaches another endpoint in any residency, and the envelope is no looser";
    return { question, answer: "yes", reasons: [why], ways: [] };
  }
  const witness = [...risks, ...concerns][0]?.witness;
  const ways =
    risks.length > 0
      ? [
          "take the endpoints out by `envelope`, `requires` or `candidates`, or have the owner of the envelope agree",
        ]
      : ["have the owner of the envelope agree"];
  return {
    question,
    answer: risks.length > 0 ? "no" : "partly",
    reasons: [...reasons, ...rules],
    ways,
    ...(witness && { witness }),
  };
}

function reachConcerns({ before, after }: Comparison): readonly Concern[] {
  const had = new Map(reachOf(before).map((one) => [`${one.risk} ${one.residency}`, one]));
  const { domains } = before.bundle.policy;
  const { values } = after.diagram;
  return reachOf(after).flatMap(({ risk, residency, endpoints }): readonly Concern[] => {
    const known = had.get(`${risk} ${residency}`)?.endpoints ?? [];
    const gained = endpoints.filter((id) => !known.includes(id));
    if (gained.length === 0) return [];
    const isNew = !domains.risks.includes(risk) || !domains.residencies.includes(residency);
    const places = new Set(known.map(placeOf));
    const lifecycles = new Set(["managed", ...known.map((id) => lifecycleOf(before.bundle, id))]);
    const strange = gained.filter(
      (id) => !places.has(placeOf(id)) || !lifecycles.has(lifecycleOf(after.bundle, id)),
    );
    const isRisk = !isNew && strange.length > 0;
    const told = strange.length > 0 ? strange : gained;
    const what = isNew
      ? "is new, and reaches"
      : strange.length > 0
        ? "newly reaches"
        : "reaches another model at a provider and region it reached already:";
    const restriction = restrictTo(values.risk.indexOf(risk), values.residency.indexOf(residency));
    const at = findClass(after.diagram, after.root, restriction, (leaf) =>
      endpointsOf(after.diagram.outcome(leaf)).some(({ id }) => id === told[0]),
    );
    const words = `risk \`${risk}\` in residency \`${residency}\` ${what} ${listed(told)}`;
    return [{ isRisk, words, ...(at !== undefined && { witness: replay(after, at) }) }];
  });
}

/** Provider and region of an endpoint id, `provider/model#region`. */
function placeOf(id: string): string {
  return `${providerOf(id)}#${id.slice(id.lastIndexOf("#") + 1)}`;
}

function lifecycleOf({ catalog }: Bundle, id: string): string {
  return catalog.models[id.slice(0, id.lastIndexOf("#"))]?.lifecycle ?? "retired";
}

/** Providers that are reached and no longer promise to keep nothing. */
function retentionConcerns({ before, after }: Comparison): readonly Concern[] {
  const reached = new Set(reachOf(after).flatMap(({ endpoints }) => endpoints.map(providerOf)));
  return Object.values(after.bundle.catalog.providers).flatMap(({ id, zeroRetention }) => {
    const kept = before.bundle.catalog.providers[id]?.zeroRetention;
    if (!reached.has(id) || zeroRetention || kept !== true) return [];
    return [{ isRisk: true, words: `provider \`${id}\` no longer promises zero retention` }];
  });
}

/** Rules of the envelope that allow more than they did, each in words. */
function looserRules({ policy: before }: Bundle, { policy: after }: Bundle): readonly string[] {
  const [had, has] = [before.envelope, after.envelope];
  return [
    ...looserLists("lifecycles", had.lifecycles, has.lifecycles, "grows"),
    ...looserLists("denyProviders", had.denyProviders, has.denyProviders, "shrinks"),
    ...looserResidencies(had, has),
    ...had.zeroRetention
      .filter((risk) => !has.zeroRetention.includes(risk))
      .map((risk) => `\`zeroRetention\` no longer names \`${risk}\``),
  ];
}

type Lists = Readonly<Record<string, readonly string[]>>;

function looserLists(
  rule: string,
  had: Lists,
  has: Lists,
  looserWhen: "grows" | "shrinks",
): readonly string[] {
  const [less, more] = looserWhen === "grows" ? [had, has] : [has, had];
  return Object.entries(more).flatMap(([key, names]) => {
    const extra = names.filter((name) => less[key]?.includes(name) !== true);
    const verb = looserWhen === "grows" ? "adds" : "drops";
    return extra.length === 0 ? [] : [`\`${rule}.${key}\` ${verb} ${listed(extra)}`];
  });
}

/** A residency without an entry allows every region. */
function looserResidencies(had: EnvelopeDocument, has: EnvelopeDocument): readonly string[] {
  return Object.entries(had.residency).flatMap(([residency, regions]) => {
    const now = has.residency[residency];
    if (now === undefined) return [`\`residency.${residency}\` binds no region any more`];
    const extra = now.filter((region) => !regions.includes(region));
    return extra.length === 0 ? [] : [`\`residency.${residency}\` adds ${listed(extra)}`];
  });
}
