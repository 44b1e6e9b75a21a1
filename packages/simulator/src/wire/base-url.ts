import type { Provider } from "@switchyard/contract";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The base URL of a region, without a slash at its end; undefined where it has none here. */
export function baseUrlOf(
  provider: Provider,
  region: string,
  publicBaseUrl: string,
  env: Environment,
): string | undefined {
  const written = provider.endpoints[region]?.baseUrl;
  if (written === undefined) {
    return provider.api === "openai-compatible" ? undefined : publicBaseUrl;
  }
  const isUnset = placeholders(written).some((name) => (env[name]?.trim() ?? "") === "");
  if (isUnset) return undefined;
  return written
    .replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => env[name]?.trim() ?? "")
    .replace(/\/+$/, "");
}

/** Names of the variables that a base URL reads. */
export function placeholders(baseUrl: string): readonly string[] {
  return [...baseUrl.matchAll(/\$\{([^}]*)\}/g)].map(([, name = ""]) => name);
}
