import { LLMock } from "@copilotkit/aimock";
import type {
  Api,
  Catalog,
  Model,
  ModelCall,
  ModelPort,
  ModelRequest,
  Provider,
} from "@switchyard/contract";
import { createProviders } from "@switchyard/providers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/**
 * The providers over real sockets, against a mock that was written by others and for others
 * (`@copilotkit/aimock`): what it takes for each wire format is what we take for it.
 */

const APIS = ["openai", "openai-chat", "openai-compatible", "anthropic", "google"] as const;

function aProvider(api: Api, baseUrl: string): Provider {
  return { id: api, api, keys: ["KEY"], zeroRetention: true, endpoints: { eu: { baseUrl } } };
}

function aModel(api: Api): Model {
  return {
    id: `${api}/model`,
    provider: api,
    wireName: "model",
    tier: "small",
    lifecycle: "managed",
    approvedRisk: "high",
    contextTokens: 100_000,
    capabilities: ["tools", "structured-output"],
    latency: { firstTokenMsP50: 1, msP50: 1, msP95: 1, outputTokensPerSecond: 1 },
    successRate: 1,
    prices: [],
    regions: ["eu"],
  };
}

function catalogAt(url: string): Catalog {
  const baseUrl = (api: Api): string => (api === "google" ? `${url}/v1beta` : `${url}/v1`);
  return {
    asOf: "2026-11-24",
    providers: Object.fromEntries(APIS.map((api) => [api, aProvider(api, baseUrl(api))])),
    sharedEdges: {},
    models: Object.fromEntries(APIS.map((api) => [`${api}/model`, aModel(api)])),
    quality: {},
  };
}

function aCall(api: Api, content: string, request: Partial<ModelRequest> = {}): ModelCall {
  return {
    attemptId: "attempt-1",
    endpoint: `${api}/model#eu`,
    model: `${api}/model`,
    provider: api,
    region: "eu",
    request: { messages: [{ role: "user", content }], outputTokensMax: 500, ...request },
    signal: new AbortController().signal,
  };
}

const TEXT = "Open the settings, choose Security, and press Reset. Grüße aus 東京 👩‍👧.";
const tools = [
  { name: "look_up", inputSchema: { type: "object", properties: { id: { type: "integer" } } } },
];

let mock: LLMock;
let port: ModelPort;

beforeAll(async () => {
  mock = new LLMock({ port: 0, host: "127.0.0.1", chunkSize: 12 });
  mock
    .onMessage("reset", { content: TEXT })
    .onMessage("ticket", { toolCalls: [{ name: "look_up", arguments: '{"id":7}' }] })
    .onMessage("both", {
      content: "One moment.",
      toolCalls: [
        { name: "look_up", arguments: '{"id":1}' },
        { name: "look_up", arguments: '{"id":2}' },
      ],
    })
    .onMessage("long", { content: "Half of it", finishReason: "length" })
    .onMessage("crowded", {
      error: { message: "Slow down.", type: "rate_limit_error" },
      status: 429,
      retryAfter: 3,
    })
    .onMessage("broken", { error: { message: "Oh.", type: "server_error" }, status: 500 })
    .onMessage("cut", { content: TEXT }, { truncateAfterChunks: 4 });
  await mock.start();
  port = createProviders({ catalog: catalogAt(mock.url), env: { KEY: "any" } });
});

afterAll(() => mock.stop());

async function readStream(call: ModelCall) {
  let text = "";
  const result = await port.stream(call, (part) => {
    if (part.type === "text") text += part.text;
  });
  return { result, text };
}

describe.each(APIS)("%s", (api) => {
  test("a text comes whole, and as a stream in pieces", async () => {
    const whole = await port.generate(aCall(api, "How do I reset it?"));
    const { result, text } = await readStream(aCall(api, "How do I reset it?"));

    const response = { text: TEXT, finishReason: "stop", toolCalls: [] };
    expect(whole).toMatchObject({ ok: true, response });
    expect(result).toMatchObject({ ok: true, response });
    expect(text).toBe(TEXT);
  });

  test("a tool is called, whole and as a stream", async () => {
    const call = aCall(api, "Find my ticket.", { tools });
    const toolCalls = [{ toolName: "look_up", input: { id: 7 } }];
    const response = { toolCalls, finishReason: "tool-calls" };

    expect(await port.generate(call)).toMatchObject({ ok: true, response });
    expect((await readStream(call)).result).toMatchObject({ ok: true, response });
  });

  test("a text and two tool calls, as a stream", async () => {
    const { result, text } = await readStream(aCall(api, "Give me both.", { tools }));

    expect(text).toBe("One moment.");
    expect(result).toMatchObject({
      ok: true,
      response: { text, toolCalls: [{ input: { id: 1 } }, { input: { id: 2 } }] },
    });
  });

  test("a full output limit is told, whole and as a stream", async () => {
    // On the Responses wire the mock leaves out `incomplete_details`, where OpenAI gives the reason,
    // and streams `response.completed` for what is incomplete; nothing is left to tell it by.
    const response = { finishReason: api === "openai" ? "stop" : "length" };

    expect(await port.generate(aCall(api, "A long one."))).toMatchObject({ response });
    expect((await readStream(aCall(api, "A long one."))).result).toMatchObject({ response });
  });

  test.each([
    ["crowded", { kind: "rate-limited", status: 429 }],
    ["broken", { kind: "server-error", status: 500 }],
  ] as const)("an error is read, whole and as a stream: %s", async (prompt, failure) => {
    expect(await port.generate(aCall(api, prompt))).toMatchObject({ ok: false, failure });
    expect((await readStream(aCall(api, prompt))).result).toMatchObject({ ok: false, failure });
  });

  test("a stream that the server cuts is not taken for whole", async () => {
    const { result, text } = await readStream(aCall(api, "Be cut."));

    expect(result.ok).toBe(false);
    expect(TEXT.startsWith(text)).toBe(true);
    expect(TEXT).not.toBe(text);
  });
});
