import type { LanguageModelV4, LanguageModelV4GenerateResult } from "@ai-sdk/provider";
import {
  ConfigurationError,
  type Catalog,
  type ModelCall,
  type ModelFailure,
  type ModelPort,
  type ModelResult,
} from "@switchyard/contract";
import { createLanguageModels } from "./endpoints/create-language-models.ts";
import { createRedactor } from "./endpoints/create-redactor.ts";
import { createKeyRings } from "./endpoints/create-key-rings.ts";
import { redactResult } from "./endpoints/redact-result.ts";
import { restKey } from "./endpoints/rest-key.ts";
import {
  setUpEndpoints,
  type EndpointSetup,
  type Environment,
} from "./endpoints/set-up-endpoints.ts";
import { abortFailure } from "./failure/abort-failure.ts";
import { normaliseError } from "./failure/normalise-error.ts";
import { promptTexts } from "./request/prompt-texts.ts";
import { toCallOptions } from "./request/to-call-options.ts";
import { readResponse } from "./response/read-response.ts";
import { createStreamedExchange } from "./stream/create-streamed-exchange.ts";
import { wholeExchange, type Exchange } from "./stream/exchange.ts";

export interface ProvidersOptions {
  readonly catalog: Catalog;
  /** Where keys and `${NAME}` of base URLs are read, once. Default: `process.env`. */
  readonly env?: Environment;
  /** Carries every call. Default: the global one. */
  readonly fetch?: typeof globalThis.fetch;
  /** AI SDK models of providers whose `api` is `custom`, by model id. */
  readonly models?: Readonly<Record<string, LanguageModelV4>>;
  /** Wall clock, for HTTP dates and quota resets. Default: `Date.now`. */
  readonly epochMs?: () => number;
  /** Monotonic clock, for resting keys. Default: `performance.now`. */
  readonly nowMs?: () => number;
}

/**
 * Every endpoint of a catalogue behind one port.
 *
 * Several keys of a provider take turns at each endpoint; one that answers with `auth`,
 * `permission` or `quota-exhausted` rests until its reset, or for 5 minutes when none is named.
 * While another key is ready such a failure says `retry: same` and leaves the breaker alone; when
 * all rest it opens the breaker until the first is ready, and names their variables.
 * Keys are in no result and no message.
 *
 * A stream passes through the same key ring, limits and vocabulary; see `createStreamedExchange`
 * for when an answer that comes in pieces counts as whole.
 *
 * Both calls throw `ConfigurationError` for an endpoint that the catalogue lacks or that is absent
 * here: asking for one is a mistake of the caller.
 */
export function createProviders(options: ProvidersOptions): ModelPort {
  const { catalog, env = process.env, fetch, models = {} } = options;
  const { epochMs = Date.now, nowMs = () => performance.now() } = options;
  const setups = setUpEndpoints(catalog, env, models);
  const redact = createRedactor(setups.keys);
  const languageModelOf = createLanguageModels(fetch);
  const keyRings = createKeyRings();

  const attempt = async (
    call: ModelCall,
    endpoint: EndpointSetup,
    exchange: Exchange,
  ): Promise<ModelResult> => {
    const { provider, signal, endpoint: id, request, attemptId } = call;
    const { region, keyNames, api } = endpoint;
    const use = { endpoint: id, provider, region, keyCount: endpoint.keys.length };
    const keyIndex = keyRings.take(use, nowMs());
    let answer: LanguageModelV4GenerateResult;
    try {
      const model = languageModelOf(endpoint, keyIndex);
      answer = await exchange.hear(model, toCallOptions(call, endpoint));
    } catch (error) {
      const failure = normaliseError(error, {
        provider,
        epochMs: epochMs(),
        signal,
        redact,
        promptTexts: () => promptTexts(request.messages),
      });
      if (keyIndex === undefined) return failed(failure);
      const times = { nowMs: nowMs(), epochMs: epochMs() };
      return failed(restKey(keyRings, failure, { use, index: keyIndex, keyNames }, times));
    }
    const wantsJson = request.output !== undefined;
    return readResponse(answer, { api, provider, attemptId, epochMs: epochMs(), wantsJson });
  };
  const perform = async (
    call: ModelCall,
    exchangeAt: (endpoint: EndpointSetup) => Exchange,
  ): Promise<ModelResult> => {
    const endpoint = setups.ready.get(call.endpoint);
    if (endpoint === undefined) throw unknownEndpoint(call.endpoint, setups.absent);
    const { provider, signal } = call;
    if (signal.aborted) return failed(abortFailure(provider, signal.reason, "none"));
    const exchange = exchangeAt(endpoint);
    return redactResult(exchange.conclude(await attempt(call, endpoint, exchange)), redact);
  };

  return {
    absent: setups.absent,
    generate: (call) => perform(call, () => wholeExchange(call.signal)),
    stream: (call, onPart) => perform(call, ({ api }) => createStreamedExchange(call, api, onPart)),
  };
}

function failed(failure: ModelFailure): ModelResult {
  return { ok: false, failure };
}

function unknownEndpoint(id: string, absent: Readonly<Record<string, string>>): ConfigurationError {
  const cause = absent[id] ?? "the catalogue has no such endpoint";
  return new ConfigurationError(`Endpoint ${id} cannot be called: ${cause}.`);
}
