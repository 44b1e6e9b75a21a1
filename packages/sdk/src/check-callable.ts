import { ConfigurationError, type Bundle } from "@switchyard/contract";
import { routeEndpoints } from "./route-endpoints.ts";

/**
 * Throws `ConfigurationError` if not one endpoint of the callers' routes can be called here. The
 * message has each cause once: they name the environment variables to set.
 */
export function checkCallable(bundle: Bundle, absent: Readonly<Record<string, string>>): void {
  const causes = new Set<string>();
  for (const id of routeEndpoints(bundle)) {
    const cause = Object.hasOwn(absent, id) ? absent[id] : undefined;
    if (cause === undefined) return;
    causes.add(cause);
  }
  throw new ConfigurationError(
    `No endpoint of any route of policy ${bundle.policy.name} can be called. One of these is enough:\n` +
      [...causes].map((cause) => `  ${cause}`).join("\n"),
  );
}
