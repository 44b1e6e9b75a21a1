import type { ModelStreamPart } from "@switchyard/contract";
import { expect, test } from "vitest";
import { createProviders } from "../create-providers.ts";
import { aCall, catalog, env } from "../fixtures/a-catalog.ts";
import { streamRecordings } from "../fixtures/stream-recordings.ts";
import { streamingFetch } from "../fixtures/streaming-fetch.ts";

const named = streamRecordings.map((each) => [`${each.model}: ${each.name}`, each] as const);

test("there are fifty recordings and more", () => {
  expect(new Set(named.map(([name]) => name)).size).toBeGreaterThanOrEqual(50);
});

test.each(named)("a whole stream: %s", async (_, { model, events, expected, wantsJson }) => {
  const fetch = streamingFetch(new TextEncoder().encode(events.join("")), "closed", {
    "x-request-id": "req_9",
  });
  const port = createProviders({ catalog, env, fetch });
  const parts: ModelStreamPart[] = [];
  const request = wantsJson === true ? { output: { schema: { type: "object" } } } : {};

  const result = await port.stream(aCall(model, request), (part) => parts.push(part));

  expect(result).toMatchObject(expected);
  const detail = result.ok ? result.response : result.failure;
  expect(detail.requestId).toBe("req_9");
  const texts = parts.flatMap((part) => (part.type === "text" ? [part.text] : []));
  const calls = parts.flatMap((part) => (part.type === "tool-call" ? [part.toolCall] : []));
  expect(result.ok ? result.response.text : texts.join("")).toBe(texts.join(""));
  expect(calls).toEqual(result.ok ? result.response.toolCalls : []);
  expect(result.ok || result.failure.committed === texts.length > 0).toBe(true);
  expect(texts).not.toContain("");
});
