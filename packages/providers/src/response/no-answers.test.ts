import { expect, test } from "vitest";
import { createProviders } from "../create-providers.ts";
import { aCall, catalog, env } from "../fixtures/a-catalog.ts";
import { aLanguageModel } from "../fixtures/a-language-model.ts";
import { answeringFetch } from "../fixtures/answering-fetch.ts";
import { noAnswers } from "../fixtures/no-answers.fixtures.ts";

test.each(noAnswers.map((fixture) => [`${fixture.model}: ${fixture.name}`, fixture] as const))(
  "200 is no answer: %s",
  async (_, { model, body, expected }) => {
    const { fetch } = answeringFetch({ body });
    const port = createProviders({ catalog, env, fetch });

    const result = await port.generate(aCall(model));

    if (result.ok) throw new Error(`expected ${expected.kind}, got ${JSON.stringify(result)}`);
    expect(result.failure).toMatchObject(expected);
    expect(result.failure.status).toBe(200);
  },
);

test.each([
  ["interrupted", "stream-interrupted"],
  ["error", "server-error"],
] as const)("a generation that ends as %s is a %s", async (unified, kind) => {
  const own = aLanguageModel({ finishReason: { unified, raw: undefined } });
  const port = createProviders({ catalog, env, models: { "own/model": own } });

  const result = await port.generate(aCall("own/model"));

  expect(result).toMatchObject({ ok: false, failure: { kind, billed: "full", committed: false } });
});

test("a reason that echoes a key is struck out", async () => {
  const own = aLanguageModel({ finishReason: { unified: "error", raw: "key sk-first-0001" } });
  const port = createProviders({ catalog, env, models: { "own/model": own } });

  const result = await port.generate(aCall("own/model"));

  expect(result).toMatchObject({
    failure: { message: "own failed while it answered (key [key])." },
  });
});
