import type { AskRequest, Policy } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aBundle } from "../plan/arbitraries.ts";
import { validateRequest } from "./validate-request.ts";

const [wild] = fc.sample(aBundle(), { numRuns: 1, seed: 1 });
if (wild === undefined) throw new Error("expected a bundle");

const policy: Policy = {
  ...wild.policy,
  domains: {
    ...wild.policy.domains,
    intents: ["faq", "summarize"],
    risks: ["low", "high"],
    residencies: ["any", "eu"],
  },
};
const request: AskRequest = { intent: "faq", risk: "low", slaMs: 2_000, input: "Where is it?" };

const messagesOf = (change: Partial<AskRequest>): readonly string[] =>
  validateRequest(policy, { ...request, ...change }).map(({ message }) => message);

test("a request of the policy's domains has no issue", () => {
  expect(validateRequest(policy, request)).toEqual([]);
  expect(
    validateRequest(policy, {
      ...request,
      segment: "pro",
      locale: "en",
      residency: "eu",
      outputTokensMax: 1,
      temperature: 2,
      costMicroUsdMax: 0,
      tags: Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`key-${index}`, "x"])),
      only: ["nobody/knows"],
    }),
  ).toEqual([]);
});

test("every issue is reported at once, in the order of the fields", () => {
  const issues = validateRequest(policy, {
    intent: "sumarize",
    risk: "grave",
    segment: "por",
    locale: "klingon",
    residency: "EU",
    slaMs: 0,
    input: " ",
    outputTokensMax: 0.5,
    temperature: 2.1,
    costMicroUsdMax: -1,
    tags: { "": "x" },
  });

  expect(issues.map(({ field }) => field)).toEqual([
    "intent",
    "risk",
    "segment",
    "locale",
    "residency",
    "slaMs",
    "input",
    "outputTokensMax",
    "temperature",
    "costMicroUsdMax",
    "tags",
  ]);
});

test("a message names the value, the rule and the way out", () => {
  expect(messagesOf({ intent: "sumarize" })).toEqual([
    'intent "sumarize" is not declared in the policy\'s domains. Did you mean "summarize"?',
  ]);
  expect(messagesOf({ risk: "grave" })).toEqual([
    'risk "grave" is not declared in the policy\'s domains. Use one of low, high.',
  ]);
  expect(messagesOf({ slaMs: Number.NaN })).toEqual([
    "slaMs NaN is not a time to wait. Give milliseconds above 0, such as 2000.",
  ]);
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("slaMs %d is refused", (slaMs) => {
  expect(messagesOf({ slaMs })).toHaveLength(1);
});

test.each([
  ["no text", ""],
  ["white space", " \n"],
  ["no message", []],
  ["only a system message", [{ role: "system", content: "Be kind." }]],
  ["an empty message", [{ role: "user", content: "" }]],
  ["a blank message", [{ role: "user", content: " " }]],
  ["an empty part", [{ role: "user", content: [{ type: "text", text: " " }] }]],
] satisfies readonly (readonly [string, AskRequest["input"]])[])(
  "input of %s is empty",
  (_, input) => {
    expect(messagesOf({ input })).toEqual([
      "input is empty. Give a prompt, or messages with text, a file or a tool result.",
    ]);
  },
);

test.each([
  [[{ role: "user", content: "Hello" }]],
  [
    [
      {
        role: "user",
        content: [
          { type: "text", text: "" },
          { type: "text", text: "Hello" },
        ],
      },
    ],
  ],
  [[{ role: "user", content: [{ type: "file", mediaType: "image/png", data: { url: "x:" } }] }]],
  [
    [
      { role: "user", content: "" },
      {
        role: "tool",
        content: [{ type: "tool-result", toolCallId: "1", toolName: "look", output: null }],
      },
    ],
  ],
] satisfies readonly (readonly [AskRequest["input"]])[])("input %j is something", (input) => {
  expect(messagesOf({ input })).toEqual([]);
});

const roundIt = (field: string, value: number, least: number): string =>
  `${field} ${value} is not a whole number from ${least} up. Round it, or leave it out.`;
const undeclared = (what: string): string =>
  `${what} is not declared in the policy's domains. Use one of pro.`;
const within = (value: number): string =>
  `temperature ${value} is outside 0 to 2. Choose one within.`;

test.each([
  ["outputTokensMax", 0, roundIt("outputTokensMax", 0, 1)],
  ["outputTokensMax", 1.5, roundIt("outputTokensMax", 1.5, 1)],
  ["outputTokensMax", Number.NaN, roundIt("outputTokensMax", Number.NaN, 1)],
  ["costMicroUsdMax", -1, roundIt("costMicroUsdMax", -1, 0)],
  ["costMicroUsdMax", 0.5, roundIt("costMicroUsdMax", 0.5, 0)],
  ["conversation", "", "conversation is empty. Give its id, or leave it out."],
  [
    "conversation",
    "c".repeat(257),
    `conversation "${"c".repeat(64)}"… has 257 characters; 256 at most. Give its id, not its text.`,
  ],
  ["temperature", -0.1, within(-0.1)],
  ["temperature", 2.000_1, within(2.000_1)],
  ["temperature", Number.NaN, within(Number.NaN)],
  ["tags", { "": "x" }, "tags has a label without a name. Name it."],
  ["segment", "sofas", undeclared('segment "sofas"')],
  ["locale", "sofas", undeclared('locale "sofas"')],
  ["residency", "sofas", undeclared('residency "sofas"')],
  ["intent", 5, undeclared("intent 5")],
])("%s %j is refused in so many words", (field, value, message) => {
  const { domains } = policy;
  const only = { intents: ["pro"], segments: ["pro"], locales: ["pro"], residencies: ["pro"] };
  const alone = { ...policy, domains: { ...domains, ...only } };
  expect(validateRequest(alone, { ...request, intent: "pro", [field]: value })).toEqual([
    { field, message },
  ]);
});

test.each([
  ["conversation", "c".repeat(256)],
  ["outputTokensMax", 1],
  ["temperature", 0],
])("%s %j is taken at its bound", (field, value) => {
  expect(validateRequest(policy, { ...request, [field]: value })).toEqual([]);
});

test("tags are bounded in number, name and value", () => {
  const many = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`key-${index}`, "x"]));

  expect(messagesOf({ tags: many })).toEqual([
    "tags has 17 labels; 16 at most reach the events. Drop some.",
  ]);
  expect(messagesOf({ tags: { ["k".repeat(64)]: "v".repeat(64) } })).toEqual([]);
  expect(messagesOf({ tags: { ["k".repeat(65)]: "v" } })).toEqual([
    `tags has the name "${"k".repeat(64)}"… of 65 characters; 64 at most. Shorten it.`,
  ]);
  const wrong = Object.fromEntries(
    Array.from({ length: 18 }, (_, index) => [`key-${index}`, "v".repeat(65)]),
  );
  expect(messagesOf({ tags: wrong })).toHaveLength(17);
  expect(messagesOf({ tags: { team: "v".repeat(65), other: "" } })).toEqual([
    'tags gives "team" a value of 65 characters; 64 at most. Shorten it.',
  ]);
});

test("a long wrong word is cut in the message", () => {
  const word = "x".repeat(64);
  const undeclared = "is not declared in the policy's domains. Use one of faq, summarize.";

  expect(messagesOf({ intent: `${word}x` })).toEqual([`intent "${word}"… ${undeclared}`]);
  expect(messagesOf({ intent: word })).toEqual([`intent "${word}" ${undeclared}`]);
});

test("nothing that TypeScript lets through makes it throw", () => {
  const value = fc.oneof(fc.string(), fc.double(), fc.constant(Number.NaN));

  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.double(),
      fc.string(),
      fc.dictionary(fc.string(), fc.string()),
      value,
      (intent, risk, slaMs, input, tags, wildValue) => {
        const issues = validateRequest(policy, {
          intent,
          risk,
          slaMs,
          input,
          tags,
          ...(typeof wildValue === "number" ? { temperature: wildValue } : { locale: wildValue }),
        });

        for (const { message } of issues) expect(message).toMatch(/[.?]$/);
      },
    ),
  );
});
