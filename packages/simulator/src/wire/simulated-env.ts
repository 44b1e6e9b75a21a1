import type { Catalog } from "@switchyard/contract";
import { placeholders } from "./base-url.ts";

/**
 * An environment in which every endpoint of the catalogue can be called, by names that cannot
 * exist: a fake key for each key name, and for each `${NAME}` of a base URL a value such as
 * `https://anthropic-eu.invalid/v1`. The top-level domain `.invalid` is reserved (RFC 2606).
 */
export function simulatedEnv(catalog: Catalog): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const provider of Object.values(catalog.providers)) {
    for (const name of provider.keys) env[name] = `simulated-${dashed(name)}`;
    for (const [region, { baseUrl = "" }] of Object.entries(provider.endpoints)) {
      for (const name of placeholders(baseUrl)) {
        const host = `${provider.id}-${region}.invalid`;
        const isWhole = baseUrl.startsWith(`\${${name}}`);
        const isPath = baseUrl === `\${${name}}`;
        const version = provider.api === "google" ? "/v1beta" : "/v1";
        env[name] ??= isWhole ? `https://${host}${isPath ? version : ""}` : host;
      }
    }
  }
  return env;
}

function dashed(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
}
