import { expect, test } from "vitest";
import { createProviders } from "../create-providers.ts";
import { aCall, catalog, env } from "../fixtures/a-catalog.ts";

function coded(code: string): Error {
  return Object.assign(new Error(`read ${code}`), { code });
}

function fetchFailed(cause?: Error): Error {
  return new TypeError("fetch failed", { cause });
}

const models = [
  "openai/gpt-6-sol",
  "chat/gpt-4.1",
  "anthropic/claude-sonnet-5",
  "google/gemini-3.8-flash",
  "mistral/mistral-large-2512",
];

const cases = [
  ["a refused connection", fetchFailed(coded("ECONNREFUSED")), { kind: "network", billed: "none" }],
  ["an unknown host", fetchFailed(coded("ENOTFOUND")), { kind: "network", billed: "none" }],
  ["a reset", fetchFailed(coded("ECONNRESET")), { kind: "network", billed: "unknown" }],
  ["a reset without the usual wrapper", coded("ECONNRESET"), { kind: "network" }],
  ["a failed fetch without a cause", fetchFailed(), { kind: "network", billed: "unknown" }],
  [
    "a connection that takes too long",
    fetchFailed(coded("UND_ERR_CONNECT_TIMEOUT")),
    { kind: "timeout", scope: "connect", billed: "none" },
  ],
  [
    "an answer that does not begin",
    fetchFailed(coded("UND_ERR_HEADERS_TIMEOUT")),
    { kind: "timeout", scope: "ttft", billed: "unknown" },
  ],
  ["an abort that is not ours", new DOMException("x", "AbortError"), { kind: "network" }],
] as const;

test.each(cases.flatMap((each) => models.map((model) => [each[0], model, each] as const)))(
  "%s (%s)",
  async (_, model, [, error, expected]) => {
    const port = createProviders({ catalog, env, fetch: () => Promise.reject(error) });

    const result = await port.generate(aCall(model));

    expect(result).toMatchObject({ ok: false, failure: expected });
  },
);

test.each(models)("a body that is cut: %s", async (model) => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"id":"x","choi'));
    },
    pull(controller) {
      controller.error(new TypeError("terminated", { cause: coded("UND_ERR_SOCKET") }));
    },
  });
  const port = createProviders({ catalog, env, fetch: async () => new Response(body) });

  const result = await port.generate(aCall(model));

  expect(result).toMatchObject({
    ok: false,
    failure: {
      kind: "network",
      status: 200,
      billed: "unknown",
      message: `${model.split("/")[0]} broke off its answer (UND_ERR_SOCKET).`,
    },
  });
});
