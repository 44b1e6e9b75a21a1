import { DocumentError, type DocumentIssue, type Policy } from "@switchyard/contract";
import { nearest, type Locate } from "@switchyard/policy";
import type { MixDocument, Weights } from "../scenario/scenario-document.ts";
import type { ClassWords } from "./route-visits.ts";

/** Share of requests that have the policy's default residency; the others share the rest. */
const RESIDENCY_DEFAULT_SHARE = 0.7;

/** Relative frequency of every word of the policy's domains, by domain. */
export type MixWeights = Readonly<Record<keyof ClassWords, ReadonlyMap<string, number>>>;

/**
 * Derives how often each word of a policy occurs. Intents, segments and locales are equally
 * frequent, each risk class is half as frequent as the one below it, and 70% of requests have the
 * default residency. `overrides` replace the weights they name.
 *
 * @throws DocumentError for a word that the policy does not declare
 */
export function mixWeights(
  { domains }: Policy,
  overrides: MixDocument = {},
  locate: Locate = () => undefined,
): MixWeights {
  const issues: DocumentIssue[] = [];
  const weigh = (
    key: keyof MixDocument,
    names: readonly string[],
    derived: (name: string, index: number) => number,
  ): ReadonlyMap<string, number> => {
    const given: Weights = overrides[key] ?? {};
    for (const name of Object.keys(given))
      if (!names.includes(name)) issues.push(unknownWord(key, name, names, locate));
    return new Map(names.map((name, index) => [name, given[name] ?? derived(name, index)]));
  };
  const others = domains.residencies.length - 1;
  const weights = {
    intent: weigh("intents", domains.intents, () => 1),
    risk: weigh("risks", domains.risks, (_, index) => 2 ** -index),
    segment: weigh("segments", domains.segments, () => 1),
    locale: weigh("locales", domains.locales, () => 1),
    residency: weigh("residencies", domains.residencies, (name) =>
      name === domains.defaults.residency
        ? RESIDENCY_DEFAULT_SHARE
        : (1 - RESIDENCY_DEFAULT_SHARE) / others,
    ),
  };
  if (issues.length > 0) throw new DocumentError("The scenario's mix", issues);
  return weights;
}

function unknownWord(
  key: keyof MixDocument,
  name: string,
  names: readonly string[],
  locate: Locate,
): DocumentIssue {
  const pointer = `/mix/${key}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const meant = nearest(name, names);
  const wayOut =
    meant === undefined ? `use one of ${names.join(", ")}` : `did you mean "${meant}"?`;
  const position = locate(pointer);
  return {
    ...(position !== undefined && { position }),
    pointer,
    message: `the policy declares no "${name}" among its ${key}; ${wayOut}`,
  };
}
