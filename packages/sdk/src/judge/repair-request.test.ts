import { FAILURE_KINDS, type ModelRequest } from "@switchyard/contract";
import { expect, test } from "vitest";
import { canRepair, repairRequest } from "./repair-request.ts";

const request: ModelRequest = {
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "List the totals." },
  ],
  output: { schema: { type: "array" } },
  outputTokensMax: 300,
};
const failure = {
  gate: "schema: request",
  kind: "malformed-output",
  message: "It is not JSON.",
} as const;

test("the follow-up is the request, the bad answer and what is wrong with it", () => {
  const reason = "Totals are numbers.";

  const repair = repairRequest(request, { text: "Sure!" }, [failure, { ...failure, reason }]);

  expect(repair).toEqual({
    ...request,
    messages: [
      ...request.messages,
      { role: "assistant", content: "Sure!" },
      {
        role: "user",
        content:
          "Your last answer cannot be used:\n" +
          "- It is not JSON.\n" +
          "- It is not JSON. Totals are numbers.\n" +
          "Reply with the corrected answer only, complete, without an apology or a word about the change.",
      },
    ],
  });
});

test("an empty answer is no turn of the conversation", () => {
  const { messages } = repairRequest(request, { text: "\n" }, [
    { gate: "non-empty", kind: "empty-output", message: "The answer is empty." },
  ]);

  expect(messages.map(({ role }) => role)).toEqual(["system", "user", "user"]);
});

test("only what a model can mend by seeing it is repaired, and all of it must be", () => {
  const repairable = FAILURE_KINDS.filter((kind) => canRepair([{ ...failure, kind }]));
  expect(repairable).toEqual(["malformed-output", "empty-output", "gate-failed"]);
  expect(canRepair([failure, { ...failure, kind: "refusal" }])).toBe(false);
  expect(canRepair([])).toBe(false);
});
