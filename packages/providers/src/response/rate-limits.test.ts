import { expect, test } from "vitest";
import { createProviders } from "../create-providers.ts";
import { aCall, catalog, env } from "../fixtures/a-catalog.ts";
import { answeringFetch } from "../fixtures/answering-fetch.ts";
import { responsesBody, responsesMessage } from "../fixtures/answers.fixtures.ts";

test("an answer tells what is left of the rate limits", async () => {
  const headers = { "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m12s" };
  const { fetch } = answeringFetch({ headers, body: responsesBody([responsesMessage("Yes.")]) });
  const result = await createProviders({ catalog, env, fetch }).generate(aCall("openai/gpt-6-sol"));
  expect(result).toMatchObject({
    ok: true,
    response: { rateLimit: { remainingRequests: 0, resetsInMs: 72_000 } },
  });
});
