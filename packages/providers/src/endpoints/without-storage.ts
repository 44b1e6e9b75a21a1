import { strict as assert } from "node:assert";

type Fetch = typeof globalThis.fetch;

/**
 * A `fetch` that has OpenAI keep no answer. Both APIs keep what they answer for 30 days unless told
 * not to, and nothing here reads it again.
 *
 * `store` goes into the body and not through the SDK's option of that name: it checks all of some
 * forty options whenever one is given, which costs a quarter of the call's own time. That option
 * would also ask for encrypted reasoning, which nobody reads either.
 *
 * @param send carries the call. Default: the global one
 */
export function withoutStorage(send: Fetch = (...sent) => globalThis.fetch(...sent)): Fetch {
  return (url, init) => {
    const body = init?.body;
    // Calls have JSON bodies, and each names its model; what is sent otherwise would be kept.
    assert(
      typeof body === "string" && body.startsWith('{"'),
      "A call of OpenAI's API has a body that `store` cannot be written into.",
    );
    return send(url, { ...init, body: `{"store":false,${body.slice(1)}` });
  };
}
