import { expect, test } from "vitest";
import { createProviders } from "../create-providers.ts";
import { aCall, catalog, env } from "../fixtures/a-catalog.ts";
import { answeringFetch } from "../fixtures/answering-fetch.ts";
import { anthropicErrors } from "../fixtures/anthropic.fixtures.ts";
import { compatibleErrors } from "../fixtures/compatible.fixtures.ts";
import { googleErrors } from "../fixtures/google.fixtures.ts";
import { openaiErrors } from "../fixtures/openai.fixtures.ts";
import { FIXTURE_EPOCH_MS, type WireFixture } from "../fixtures/wire-fixture.ts";
import { failureRule } from "./failure-rule.ts";

const wires: readonly (readonly [string, string, readonly WireFixture[]])[] = [
  ["OpenAI Responses", "openai/gpt-6-sol", openaiErrors],
  ["OpenAI Chat Completions", "chat/gpt-4.1", openaiErrors],
  ["Anthropic", "anthropic/claude-sonnet-5", anthropicErrors],
  ["Gemini", "google/gemini-3.8-flash", googleErrors],
  ["a compatible server", "mistral/mistral-large-2512", openaiErrors],
  ["a compatible server", "mistral/mistral-large-2512", compatibleErrors],
];

const cases = wires.flatMap(([wire, model, fixtures]) =>
  fixtures.map((fixture) => [`${wire}: ${fixture.name}`, model, fixture] as const),
);

test.each(cases)("%s", async (_, model, { status, headers, body, expected }) => {
  const { fetch } = answeringFetch({ status, body, ...(headers !== undefined && { headers }) });
  const { OPENAI_API_KEY_2: _spare, ...oneKeyEach } = env;
  const port = createProviders({
    catalog,
    env: oneKeyEach,
    fetch,
    epochMs: () => FIXTURE_EPOCH_MS,
  });

  const result = await port.generate(aCall(model));

  if (result.ok) throw new Error(`expected ${expected.kind}, got an answer`);
  const { failure } = result;
  expect(failure).toMatchObject({ status, provider: model.split("/")[0], ...expected });
  expect(failure).toMatchObject(failureRule(failure.kind));
});
