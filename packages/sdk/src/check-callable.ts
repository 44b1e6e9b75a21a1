import { ConfigurationError, type Bundle } from "@switchyard/contract";
import { endpointId } from "@switchyard/policy";

/**
 * Throws `ConfigurationError` if not one endpoint of the callers' routes can be called here. The
 * message has each cause once: they name the environment variables to set.
 */
export function checkCallable(
  { policy, catalog }: Bundle,
  absent: Readonly<Record<string, string>>,
): void {
  const candidates = new Set(
    policy.routes.filter(({ internal }) => !internal).flatMap((route) => route.candidates),
  );
  const endpoints = [...candidates].flatMap((model) =>
    (catalog.models[model]?.regions ?? []).map((region) => endpointId(model, region)),
  );
  const causes = new Set<string>();
  for (const id of endpoints) {
    const cause = Object.hasOwn(absent, id) ? absent[id] : undefined;
    if (cause === undefined) return;
    causes.add(cause);
  }
  throw new ConfigurationError(
    `No endpoint of any route of policy ${policy.name} can be called. One of these is enough:\n` +
      [...causes].map((cause) => `  ${cause}`).join("\n"),
  );
}
