import type { Bundle } from "@switchyard/contract";
import type { ProviderRoles } from "@switchyard/simulator";
import type { TargetChoice } from "./fault-draft.ts";

/** Whom a fault can be aimed at: roles first, then the providers and models that routes may call. */
export function targetChoices(
  { policy, catalog }: Bundle,
  roles: ProviderRoles,
): readonly TargetChoice[] {
  const models = [...new Set(policy.routes.flatMap(({ candidates }) => candidates))];
  const providers = models.flatMap((model) => catalog.models[model]?.provider ?? []);
  const second = roles["@second"]?.provider;
  return [
    { words: `@primary, ${roles["@primary"].provider}`, target: { provider: "@primary" } },
    ...(second === undefined
      ? []
      : [{ words: `@second, ${second}`, target: { provider: "@second" } }]),
    { words: "@each, every provider", target: { provider: "@each" } },
    ...[...new Set(providers)]
      .toSorted()
      .map((provider) => ({ words: `provider ${provider}`, target: { provider } })),
    ...models.toSorted().map((model) => ({ words: `model ${model}`, target: { model } })),
  ];
}
