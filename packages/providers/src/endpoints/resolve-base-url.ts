import type { Provider } from "@switchyard/contract";
import type { Environment } from "./set-up-endpoints.ts";

/** A base URL, undefined for the provider's public one, or why there is none. */
export type BaseUrl =
  | { readonly ok: true; readonly baseUrl: string | undefined }
  | { readonly ok: false; readonly cause: string };

/**
 * The base URL of a provider's region, with `${NAME}` read from the environment. A cause names
 * variables, never their values.
 */
export function resolveBaseUrl(provider: Provider, region: string, env: Environment): BaseUrl {
  const endpoint = provider.endpoints[region];
  const where = `region ${region} of ${provider.id}`;
  if (endpoint === undefined)
    return absent(`${where} is not in the catalogue; add it to the provider's endpoints`);
  const { baseUrl } = endpoint;
  if (baseUrl === undefined) {
    return provider.api === "openai-compatible"
      ? absent(`${where} has no baseUrl and its api no public one; write it in the catalogue`)
      : { ok: true, baseUrl: undefined };
  }

  const names = [...baseUrl.matchAll(/\$\{([^}]*)\}/g)].map((match) => match[1] ?? "");
  const unset = names.find((name) => (env[name]?.trim() ?? "") === "");
  if (unset !== undefined) return absent(`${unset} is not set; set it, or leave ${where} out`);

  const resolved = baseUrl.replaceAll(
    /\$\{([^}]*)\}/g,
    (_, name: string) => env[name]?.trim() ?? "",
  );
  const source = names.length === 0 ? "the baseUrl" : names.join(", ");
  if (!URL.canParse(resolved) || !/^https?:$/.test(new URL(resolved).protocol))
    return absent(`${source} of ${where} is not an http or https URL; correct it`);
  const { username, password } = new URL(resolved);
  if (username !== "" || password !== "")
    return absent(`${source} of ${where} holds a user or password; move it to the provider's keys`);
  return { ok: true, baseUrl: resolved };
}

function absent(cause: string): BaseUrl {
  return { ok: false, cause };
}
