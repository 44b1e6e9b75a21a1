import type { AimedTarget } from "./fault-target.ts";

/**
 * Whom a fault hits: `openai`, `openai/gpt-6-sol`, `openai#eu` or `#eu`; `each provider` where no
 * name is given; `the router` for a fault that is not aimed at calls.
 */
export function targetInWords(target: AimedTarget | undefined): string {
  if (target === undefined) return "the router";
  const { provider, providers = [], model, region, segment } = target;
  const who = model ?? provider ?? providers.join(", ");
  const place = region === undefined ? who : `${who}#${region}`;
  if (segment !== undefined) return place === "" ? segment : `${place} for ${segment}`;
  return place === "" ? "each provider" : place;
}
