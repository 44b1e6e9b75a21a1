import { ConfigurationError, type Catalog } from "@switchyard/contract";
import { endpointId, nearest } from "@switchyard/policy";
import { openPolicy, type PolicyUnderTest } from "../check/policy-under-test.ts";
import type { Claim } from "./claim.ts";
import type { AtDay } from "./day-of.ts";
import { explainRequest, type StatedRequest } from "./explain-request.ts";

/**
 * Whether a request's first call goes to an endpoint, a model or a provider, while every provider
 * is well. Planned and decided, not rehearsed.
 *
 * @param target such as `openai`, `openai/gpt-6-luna` or `openai/gpt-6-luna#us`
 * @throws ConfigurationError for a target that the catalogue does not have
 */
export function routesTo(
  policy: PolicyUnderTest,
  request: StatedRequest,
  target: string,
  options: AtDay = {},
): Claim {
  const loaded = openPolicy(policy);
  assertKnown(target, loaded.bundle.catalog);
  const { first, firstWords, requestWords, why } = explainRequest(loaded, request, options);
  const ok = first !== undefined && [first.id, first.model, first.provider].includes(target);
  const message = `${requestWords} goes to ${firstWords}, ${ok ? "as" : "not to"} ${target}.`;
  return { ok, message: `${message}\n\n${why}` };
}

function assertKnown(target: string, { providers, models }: Catalog): void {
  const known = [
    ...Object.keys(providers),
    ...Object.keys(models),
    ...Object.values(models).flatMap(({ id, regions }) =>
      regions.map((region) => endpointId(id, region)),
    ),
  ];
  if (known.includes(target)) return;
  const meant = nearest(target, known);
  const wayOut =
    meant === undefined
      ? `Write one of its providers (${Object.keys(providers).join(", ")}), models or endpoints.`
      : `Did you mean ${meant}?`;
  throw new ConfigurationError(`The catalogue has no ${target}. ${wayOut}`);
}
