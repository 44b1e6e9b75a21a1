import { ConfigurationError, type ModelFailure, type ModelResult } from "@switchyard/contract";
import { expect, test } from "vitest";
import { createProviders } from "./create-providers.ts";
import { aCall, catalog, env } from "./fixtures/a-catalog.ts";
import { aLanguageModel } from "./fixtures/a-language-model.ts";
import { answeringFetch } from "./fixtures/answering-fetch.ts";
import { responsesBody, responsesMessage } from "./fixtures/answers.fixtures.ts";

const OK = { body: responsesBody([responsesMessage("Yes.")]) };
const MODEL = "openai/gpt-6-sol";

function failureOf(result: ModelResult): ModelFailure {
  if (result.ok) throw new Error("expected a failure");
  return result.failure;
}

test("endpoints without key, URL or model are absent, with the cause and the way out", () => {
  const { absent } = createProviders({
    catalog,
    env: { OPENAI_API_KEY_2: "sk-two", MISTRAL_API_KEY: " " },
  });

  expect(absent).toEqual({
    "chat/gpt-4.1#eu": "OPENAI_API_KEY is not set; set it, or leave chat out of the candidates",
    "anthropic/claude-sonnet-5#eu":
      "ANTHROPIC_API_KEY is not set; set it, or leave anthropic out of the candidates",
    "anthropic/claude-sonnet-5#us":
      "ANTHROPIC_API_KEY is not set; set it, or leave anthropic out of the candidates",
    "anthropic/claude-haiku-4-5@high#eu":
      "ANTHROPIC_API_KEY is not set; set it, or leave anthropic out of the candidates",
    "google/gemini-3.8-flash#eu":
      "GEMINI_API_KEY is not set; set it, or leave google out of the candidates",
    "google/gemini-3.8-flash@low#eu":
      "GEMINI_API_KEY is not set; set it, or leave google out of the candidates",
    "mistral/mistral-large-2512#eu":
      "MISTRAL_API_KEY is not set; set it, or leave mistral out of the candidates",
    "local/qwen3#us":
      "region us of local has no baseUrl and its api no public one; write it in the catalogue",
    "own/model#eu":
      'own/model was not handed over in code; pass it to createProviders as models["own/model"], or leave it out of the candidates',
  });
});

test("a provider with several keys needs one of them", () => {
  const { absent } = createProviders({ catalog, env: {} });

  expect(absent["openai/gpt-6-sol#eu"]).toBe(
    "none of OPENAI_API_KEY, OPENAI_API_KEY_2 is set; set one, or leave openai out of the candidates",
  );
});

test.each([
  [undefined, "ANTHROPIC_US_URL is not set; set it, or leave region us of anthropic out"],
  [
    "nonsense",
    "ANTHROPIC_US_URL of region us of anthropic is not an http or https URL; correct it",
  ],
  ["ftp://a", "ANTHROPIC_US_URL of region us of anthropic is not an http or https URL; correct it"],
  [
    "https://user:secret@a.example",
    "ANTHROPIC_US_URL of region us of anthropic holds a user or password; move it to the provider's keys",
  ],
])("a base URL from the environment: %s", (url, cause) => {
  const { absent } = createProviders({ catalog, env: { ...env, ANTHROPIC_US_URL: url } });

  expect(absent["anthropic/claude-sonnet-5#us"]).toBe(cause);
  expect(absent).not.toHaveProperty("anthropic/claude-sonnet-5#eu");
});

test("a region is called where its base URL says", async () => {
  const { fetch, sent } = answeringFetch({ status: 500, body: "" });
  const port = createProviders({ catalog, env, fetch });
  const call = aCall("anthropic/claude-sonnet-5");

  await port.generate({ ...call, region: "us", endpoint: "anthropic/claude-sonnet-5#us" });

  expect(sent[0]?.url).toBe("https://us.example.com/v1/messages");
});

test("nothing of the process reaches a call", async () => {
  process.env["OPENAI_BASE_URL"] = "https://elsewhere.example";
  process.env["OPENAI_API_KEY"] = "sk-of-the-process";
  try {
    const { fetch, sent } = answeringFetch(OK);
    const port = createProviders({ catalog, env, fetch });
    await port.generate(aCall("open/gpt-oss"));
    expect(sent[0]?.url).toBe("https://api.openai.com/v1/responses");
    expect(JSON.stringify(sent)).not.toContain("sk-of-the-process");
  } finally {
    delete process.env["OPENAI_BASE_URL"];
    delete process.env["OPENAI_API_KEY"];
  }
});

test("an absent or unknown endpoint is the caller's mistake", async () => {
  const port = createProviders({ catalog, env: {} });

  await expect(port.generate(aCall(MODEL))).rejects.toThrow(ConfigurationError);
  await expect(port.generate(aCall("openai/none"))).rejects.toThrow(
    "Endpoint openai/none#eu cannot be called: the catalogue has no such endpoint.",
  );
});

test("a key is in no result, however the provider echoes it", async () => {
  const key = 'sk-"quoted"/0001';
  const words = `You sent ${key}, that is ${encodeURIComponent(key)}.`;
  const { fetch } = answeringFetch({
    status: 401,
    headers: { "x-request-id": `req-${encodeURIComponent(key)}` },
    body: { error: { message: words, type: key, code: `bad-${key}` } },
  });
  const port = createProviders({ catalog, env: { OPENAI_API_KEY: key }, fetch });

  const failure = failureOf(await port.generate(aCall(MODEL)));

  const text = JSON.stringify(failure);
  expect(text).not.toContain("0001");
  expect(failure.message).toContain(
    "openai answered 401 bad-[key]: You sent [key], that is [key]. The only key of",
  );
  expect(failure).toMatchObject({ code: "bad-[key]", type: "[key]", requestId: "req-[key]" });
});

test("a key that is cut off with a long message is struck out before", async () => {
  const words = `${"x".repeat(295)} sk-first-0001`;
  const { fetch } = answeringFetch({ status: 400, body: { error: { message: words } } });
  const port = createProviders({ catalog, env, fetch });

  const { message } = failureOf(await port.generate(aCall(MODEL)));

  expect(message).not.toContain("sk-");
});

test("a key in an answer's own words stays, one in its metadata does not", async () => {
  const body = responsesBody([responsesMessage("Keys look like sk-first-0001.")], {
    model: "gpt sk-first-0001",
  });
  const port = createProviders({ catalog, env, fetch: answeringFetch({ body }).fetch });

  const result = await port.generate(aCall(MODEL));

  expect(result).toMatchObject({
    response: { servedModel: "gpt [key]", text: "Keys look like sk-first-0001." },
  });
});

test("words that quote the prompt are withheld", async () => {
  const secret = "My account number is 4711-0815-2342 and the balance is wrong.";
  const { fetch } = answeringFetch({
    status: 400,
    body: { error: { message: `Cannot read:\n "${secret}"` } },
  });
  const port = createProviders({ catalog, env, fetch });

  const result = await port.generate(
    aCall(MODEL, { messages: [{ role: "user", content: secret }] }),
  );

  expect(failureOf(result).message).toBe(
    "openai answered 400: (words withheld: they quote the prompt)",
  );
});

test.each([
  [
    "our deadline",
    new DOMException("late", "TimeoutError"),
    { kind: "timeout", scope: "total", billed: "unknown" },
  ],
  [
    "a clock of our own",
    { name: "TimeoutError", message: "late" },
    { kind: "timeout", scope: "total" },
  ],
  ["the caller", new Error("user left"), { kind: "cancelled", failover: "no" }],
  ["the caller, without an error", "bye", { kind: "cancelled" }],
] as const)("a call ended by %s, though fetch does not heed it", async (_, reason, expected) => {
  const controller = new AbortController();
  const port = createProviders({ catalog, env, fetch: () => new Promise(() => {}) });

  const pending = port.generate(aCall(MODEL, {}, { signal: controller.signal }));
  controller.abort(reason);

  expect(failureOf(await pending)).toMatchObject(expected);
});

test("a call whose signal is aborted already is not made", async () => {
  const { fetch, sent } = answeringFetch(OK);
  const port = createProviders({ catalog, env, fetch });

  const result = await port.generate(aCall(MODEL, {}, { signal: AbortSignal.abort() }));

  expect(failureOf(result)).toMatchObject({ kind: "cancelled", billed: "none" });
  expect(sent).toEqual([]);
});

test("fetch is handed the call's signal", async () => {
  const controller = new AbortController();
  const fetch: typeof globalThis.fetch = (_, init) =>
    new Promise((__, reject) => {
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
    });
  const port = createProviders({ catalog, env, fetch });

  const pending = port.generate(aCall(MODEL, {}, { signal: controller.signal }));
  controller.abort();

  expect(failureOf(await pending).kind).toBe("cancelled");
});

test("a model handed over in code is called, and its key struck out of its errors", async () => {
  const own = {
    ...aLanguageModel({}),
    doGenerate: () => Promise.reject(new Error("boom with sk-first-0001")),
  };
  const port = createProviders({ catalog, env, models: { "own/model": own } });

  expect(failureOf(await port.generate(aCall("own/model")))).toMatchObject({
    kind: "server-error",
    billed: "unknown",
    message: "The call to own failed: Error: boom with [key]",
  });
});
