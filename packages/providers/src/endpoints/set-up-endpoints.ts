import type { LanguageModelV4 } from "@ai-sdk/provider";
import type { Api, Catalog, Model, Provider, ReasoningEffort } from "@switchyard/contract";
import { baseModel, endpointId } from "@switchyard/policy";
import { resolveBaseUrl } from "./resolve-base-url.ts";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** All that a call to one endpoint needs. */
export interface EndpointSetup {
  readonly api: Api;
  readonly provider: string;
  readonly region: string;
  readonly wireName: string;
  readonly reasoningEffort?: ReasoningEffort;
  /** Absent: the provider's public one. */
  readonly baseUrl?: string;
  /** Key values. Empty: the server needs none. */
  readonly keys: readonly string[];
  /** The environment variables they were read from, in the same order. */
  readonly keyNames: readonly string[];
  /** The model handed over in code; `custom` only. */
  readonly custom?: LanguageModelV4;
}

/** Every endpoint of a catalogue: set up, or absent with the cause and the way out. */
export interface EndpointSetups {
  readonly ready: ReadonlyMap<string, EndpointSetup>;
  readonly absent: Readonly<Record<string, string>>;
  /** Every key that was read. */
  readonly keys: readonly string[];
}

/** Reads the environment once. */
export function setUpEndpoints(
  catalog: Catalog,
  env: Environment,
  customModels: Readonly<Record<string, LanguageModelV4>>,
): EndpointSetups {
  const ready = new Map<string, EndpointSetup>();
  const absent: Record<string, string> = {};
  for (const model of Object.values(catalog.models)) {
    for (const region of model.regions) {
      const id = endpointId(model.id, region);
      const setup = setUp(model, region, catalog.providers[model.provider], env, customModels);
      if (typeof setup === "string") absent[id] = setup;
      else ready.set(id, setup);
    }
  }
  const names = Object.values(catalog.providers).flatMap((provider) => provider.keys);
  return { ready, absent, keys: readKeys(names, env) };
}

function setUp(
  model: Model,
  region: string,
  provider: Provider | undefined,
  env: Environment,
  customModels: Readonly<Record<string, LanguageModelV4>>,
): EndpointSetup | string {
  if (provider === undefined)
    return `${model.provider} is not a provider of the catalogue; declare it, or leave ${model.id} out`;
  const keys = readKeys(provider.keys, env);
  if (provider.keys.length > 0 && keys.length === 0) return missingKeys(provider);

  const base = {
    api: provider.api,
    provider: provider.id,
    region,
    wireName: model.wireName,
    keys,
    keyNames: provider.keys.filter((name) => isSet(name, env)),
    ...(model.reasoningEffort !== undefined && { reasoningEffort: model.reasoningEffort }),
  };
  if (provider.api === "custom") {
    const custom = customModels[model.id] ?? customModels[baseModel(model.id)];
    return custom === undefined ? missingModel(model) : { ...base, custom };
  }
  const url = resolveBaseUrl(provider, region, env);
  if (!url.ok) return url.cause;
  return url.baseUrl === undefined ? base : { ...base, baseUrl: url.baseUrl };
}

function readKeys(names: readonly string[], env: Environment): readonly string[] {
  return names.flatMap((name) => (isSet(name, env) ? [env[name]?.trim() ?? ""] : []));
}

function isSet(name: string, env: Environment): boolean {
  return (env[name]?.trim() ?? "") !== "";
}

function missingKeys({ id, keys }: Provider): string {
  const [only] = keys;
  return keys.length === 1
    ? `${only} is not set; set it, or leave ${id} out of the candidates`
    : `none of ${keys.join(", ")} is set; set one, or leave ${id} out of the candidates`;
}

function missingModel({ id }: Model): string {
  return `${id} was not handed over in code; pass it to createProviders as models["${id}"], or leave it out of the candidates`;
}
