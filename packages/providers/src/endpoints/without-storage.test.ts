import { expect, test } from "vitest";
import { answeringFetch } from "../fixtures/answering-fetch.ts";
import { sendRequest } from "../fixtures/send-request.ts";
import { withoutStorage } from "./without-storage.ts";

const URL = "https://api.openai.com/v1/responses";

test.each(["openai/gpt-6-sol", "openai/gpt-6-sol@low", "chat/gpt-4.1"])(
  "%s: OpenAI is told to keep no answer, and asked for nothing that nobody reads",
  async (model) => {
    const { body } = await sendRequest(model);
    expect(body).toMatchObject({ store: false });
    expect(body).not.toHaveProperty("include");
    expect(body).not.toHaveProperty("reasoning.summary");
  },
);

test("all else of a call goes out as it came", async () => {
  const { fetch, sent } = answeringFetch({ body: {} });
  const init = { method: "POST", headers: { "x-own": "1" }, body: '{"model":"m","input":"{}"}' };
  await withoutStorage(fetch)(URL, init);
  expect(sent).toMatchObject([
    { url: URL, headers: { "x-own": "1" }, body: { store: false, model: "m", input: "{}" } },
  ]);
});

test.each([undefined, "", "{}", "[]", new Uint8Array([123])])(
  "a body that it cannot be written into is not sent: %s",
  (body) => {
    const { fetch, sent } = answeringFetch({ body: {} });
    const send = (): unknown => withoutStorage(fetch)(URL, { method: "POST", body: body ?? null });
    expect(send).toThrow("store");
    expect(sent).toEqual([]);
  },
);
