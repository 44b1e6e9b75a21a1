import { describe, expect, test } from "vitest";
import { aCatalog, aWorld } from "./arbitraries.ts";
import { simulatedEnv } from "./simulated-env.ts";

const env = simulatedEnv(aCatalog);
const openai = {
  url: "https://api.openai.com/v1/responses",
  key: { authorization: `Bearer ${env["OPENAI_API_KEY"]}` },
  body: { model: "gpt-6-sol", input: "hello" },
};
const chat = {
  url: "https://chat.invalid/v1/chat/completions",
  key: { authorization: `Bearer ${env["CHAT_API_KEY"]}` },
  body: { model: "gpt-4.1", messages: [{ role: "user", content: "hello" }] },
};
const anthropic = {
  url: "https://api.anthropic.com/v1/messages",
  key: { "x-api-key": env["ANTHROPIC_API_KEY_2"] ?? "", "anthropic-version": "2023-06-01" },
  body: { model: "claude-sonnet-5", max_tokens: 9, messages: [{ role: "user", content: "hello" }] },
};
const google = {
  url: "https://generativelanguage.googleapis.com/v1beta/models/gemini-3.8-flash:generateContent",
  key: { "x-goog-api-key": env["GEMINI_API_KEY"] ?? "" },
  body: { contents: [{ role: "user", parts: [{ text: "hello" }] }] },
};

interface Post {
  readonly url: string;
  readonly key: Readonly<Record<string, string>>;
  readonly body: object | string;
}

async function post({ url, key, body }: Post): Promise<{ status: number; body: unknown }> {
  const { fetch, clock } = aWorld();
  const answering = fetch(url, {
    method: "POST",
    headers: { ...key, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  answering.catch(() => {});
  await clock.run();
  const answer = await answering;
  return { status: answer.status, body: await answer.json() };
}

const messageOf = {
  openai: (message: unknown) => ({ error: { message } }),
  anthropic: (message: unknown) => ({ type: "error", error: { message } }),
  google: (message: unknown) => ({ error: { message } }),
};

describe.each([
  ["openai responses", openai, messageOf.openai],
  ["openai chat", chat, messageOf.openai],
  ["anthropic", anthropic, messageOf.anthropic],
  ["google", google, messageOf.google],
] as const)("%s", (_format, request, says) => {
  test("a good request is answered", async () => {
    expect(await post(request)).toMatchObject({ status: 200 });
  });

  test("a missing or foreign key is 401", async () => {
    const version = { "anthropic-version": "2023-06-01" };
    const foreign = { authorization: "Bearer x", "x-api-key": "x", "x-goog-api-key": "x" };
    expect(await post({ ...request, key: version })).toMatchObject({ status: 401 });
    expect(await post({ ...request, key: { ...version, ...foreign } })).toMatchObject({
      status: 401,
    });
  });

  test("an unknown model is 404", async () => {
    const unknown = {
      ...request,
      url: request.url.replace("gemini-3.8-flash", "gemini-0"),
      body: { ...request.body, ...("model" in request.body ? { model: "gpt-0" } : {}) },
    };
    expect(await post(unknown)).toMatchObject({ status: 404 });
  });

  test("a body that is no JSON object is 400", async () => {
    expect(await post({ ...request, body: "[1" })).toMatchObject({
      status: 400,
      body: says("The body of your request is not a JSON object."),
    });
  });

  test("a body without the prompt is 400", async () => {
    const { model, max_tokens } = { model: undefined, max_tokens: undefined, ...request.body };
    expect(await post({ ...request, body: { model, max_tokens } })).toMatchObject({ status: 400 });
  });

  test("a request for a stream is answered with one", async () => {
    const { fetch, clock } = aWorld();
    const answering = fetch(
      request.url.replace(":generateContent", ":streamGenerateContent?alt=sse"),
      {
        method: "POST",
        headers: request.key,
        body: JSON.stringify({ ...request.body, stream: true }),
      },
    );
    const reading = answering.then((answer) => answer.text());
    await clock.run();

    expect((await answering).headers.get("content-type")).toBe("text/event-stream");
    expect(await reading).toMatch(/^(event: |data: \{)/);
  });
});

test("anthropic asks for its version and an output limit", async () => {
  const { "anthropic-version": _, ...key } = anthropic.key;
  const { max_tokens: __, ...body } = anthropic.body;
  expect(await post({ ...anthropic, key })).toMatchObject({ status: 400 });
  expect(await post({ ...anthropic, body })).toMatchObject({ status: 400 });
});

test("a prompt beyond the context window is refused, and known as that", async () => {
  const script = { inputTokens: 100_001, outputTokens: 10, quality: 1 };
  for (const model of [
    "openai/gpt-6-sol",
    "anthropic/claude-sonnet-5",
    "google/gemini-3.8-flash",
  ]) {
    const result = await aWorld({ script: () => script }).ask(model);
    expect(result).toMatchObject({ ok: false, failure: { status: 400, kind: "context-overflow" } });
  }
});

test("a URL that no endpoint has rejects like an unknown host, and says which", async () => {
  const { fetch, served } = aWorld();
  const answering = fetch("https://elsewhere.invalid/v1/responses", { method: "POST", body: "{}" });

  await expect(answering).rejects.toMatchObject({
    message: "fetch failed",
    cause: {
      code: "ENOTFOUND",
      message: "no simulated endpoint has this URL: https://elsewhere.invalid/v1/responses",
    },
  });
  expect(served).toEqual([{ attemptId: "unnamed-1", faults: [], status: "none", quality: null }]);
});

test("a request object is served like a URL with options", async () => {
  const { fetch, clock } = aWorld();
  const request = new Request(openai.url, {
    method: "POST",
    headers: openai.key,
    body: JSON.stringify(openai.body),
  });
  const answering = fetch(request);
  await clock.run();

  expect((await answering).status).toBe(200);
});
