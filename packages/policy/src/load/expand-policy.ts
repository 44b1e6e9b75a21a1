import { DocumentError, PolicyDocument, type PolicyInput } from "@switchyard/contract";
import type { Preset } from "../builtin/preset.ts";
import { findPreset, PRESET_NAMES } from "../builtin/presets.ts";
import { checkShape, type ShapeCheck } from "./check-shape.ts";
import { explainMissingDecision } from "./explain-missing-decision.ts";
import { issuesOf } from "./issues-of.ts";
import { mergeMaps } from "./merge-maps.ts";
import { nearest } from "./nearest.ts";
import { isPlainMap, type PlainMap } from "./plain-map.ts";
import { showNames } from "./show-value.ts";
import { NO_SOURCE_MAP } from "./source-map.ts";

/**
 * Inlines the preset, `defaults.route` and `defaults.budget`: the document that is hashed.
 * Maps merge key by key and the policy wins; a list of the policy replaces the preset's.
 *
 * @throws DocumentError when a decision is made nowhere, or the preset is unknown
 */
export function expandPolicy(input: PolicyInput): PolicyDocument {
  const { findings, value } = expandInput(input);
  if (findings.length > 0 || value === undefined) {
    throw new DocumentError("policy", issuesOf(findings, NO_SOURCE_MAP));
  }
  return value;
}

/** Like {@link expandPolicy}, with the mistakes as data. */
export function expandInput(input: PolicyInput): ShapeCheck<PolicyDocument> {
  const { extends: name, ...own } = input;
  const preset = name === undefined ? undefined : findPreset(name);
  if (name !== undefined && preset === undefined) {
    const near = nearest(name, PRESET_NAMES);
    const hint =
      near === undefined ? `write ${showNames(PRESET_NAMES)}` : `did you mean \`${near}\`?`;
    return {
      findings: [{ path: ["extends"], message: `no preset is named \`${name}\`; ${hint}` }],
      mended: [],
    };
  }
  const merged = mergeMaps({ ...preset?.document }, { ...own });
  const { route, budget, ...defaults } = mapOf(merged["defaults"]);
  const expanded = {
    ...merged,
    defaults,
    envelope: withLifecycles(mapOf(merged["envelope"]), input, preset),
    routes: input.routes.map((entry) => mergeMaps(mapOf(route), { ...entry })),
    ...(input.budgets && {
      budgets: input.budgets.map((entry) => withBudgetDefaults(mapOf(budget), { ...entry })),
    }),
  };
  return checkShape(expanded, PolicyDocument, (path) => explainMissingDecision(path, input));
}

function mapOf(value: unknown): PlainMap {
  return isPlainMap(value) ? value : {};
}

/** One level deep: a scope replaces a scope. A rolling window has no use for a time zone. */
function withBudgetDefaults(defaults: PlainMap, budget: PlainMap): PlainMap {
  const merged = { ...defaults, ...budget };
  const isRolling = String(merged["window"]).startsWith("rolling-");
  if (!isRolling || Object.hasOwn(budget, "timezone")) return merged;
  const { timezone: _inherited, ...rest } = merged;
  return rest;
}

/** A preset knows no risk classes by name, so it says which lifecycles the lowest may use. */
function withLifecycles(envelope: PlainMap, { domains }: PolicyInput, preset?: Preset): PlainMap {
  if (preset === undefined) return envelope;
  const { lowestRisk, otherRisks } = preset.lifecycles;
  const filled = domains.risks.map((risk, index) => [risk, index === 0 ? lowestRisk : otherRisks]);
  const lifecycles = { ...Object.fromEntries(filled), ...mapOf(envelope["lifecycles"]) };
  return { ...envelope, lifecycles };
}
