import { expect, test } from "vitest";
import { aWorld, modelOfFormat } from "./arbitraries.ts";

const script = () => ({ inputTokens: 1500, outputTokens: 400, quality: 0.9 });
const user = { role: "user", content: "Give me a short one." } as const;

test.each(Object.entries(modelOfFormat))(
  "%s: who is asked to be short by the system prompt is, and by nobody else",
  async (_, model) => {
    const ends: (string | undefined)[] = [];
    for (const content of ["Answer with a short summary only.", "Be thorough."]) {
      const messages = [{ role: "system", content } as const, user];
      const result = await aWorld({ script }).ask(model, {}, { messages, outputTokensMax: 200 });
      ends.push(result.ok ? result.response.finishReason : result.failure.message);
    }
    expect(ends).toEqual(["stop", "length"]);
  },
);
