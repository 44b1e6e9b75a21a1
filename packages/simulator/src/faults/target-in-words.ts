import type { AimedTarget } from "./fault-target.ts";

/**
 * Whom a fault hits: `openai`, `openai/gpt-6-sol`, `openai#eu`, `#eu` or `openai for planning/free`;
 * `each provider` where no name is given; `the router` for a fault that is not aimed at calls.
 */
export function targetInWords(target: AimedTarget | undefined): string {
  if (target === undefined) return "the router";
  const { provider, providers = [], model, region, route, segment } = target;
  const who = model ?? provider ?? providers.join(", ");
  const place = region === undefined ? who : `${who}#${region}`;
  const asker = [route, segment].filter((name) => name !== undefined).join("/");
  if (asker === "") return place === "" ? "each provider" : place;
  return place === "" ? asker : `${place} for ${asker}`;
}
