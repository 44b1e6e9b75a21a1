import type { AskRequest } from "@switchyard/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SAMPLE } from "../../test/sample-bundle.ts";
import { REQUEST } from "../../test/sample-router.ts";
import { createClassifier } from "./classify-request.ts";
import { createRequestCounter, ESTIMATE } from "./request-tokens.ts";

/** One token for each character: then counts can be read. */
const countRequest = createRequestCounter((text) => text.length, ESTIMATE);
const classify = createClassifier(SAMPLE.bundle.policy, countRequest);
const classOf = (request: Partial<AskRequest>): ReturnType<typeof classify> =>
  classify({ ...REQUEST, ...request });

const tool = { name: "look-up", inputSchema: { type: "object" } };
const image = { type: "file", mediaType: "image/png", data: { url: "https://x.test/a" } } as const;

test("fills in the policy's defaults where the request is silent, and nowhere else", () => {
  expect(classOf({})).toMatchObject({ segment: "free", locale: "other", residency: "any" });
  const spoken = { segment: "pro", locale: "en", residency: "us" };
  expect(classOf(spoken)).toMatchObject(spoken);
});

test("needs the capabilities that tools, output format and images ask for", () => {
  expect(classOf({}).capabilities).toEqual([]);
  const output = { schema: { type: "object" } };
  const input = [{ role: "user", content: [image] }] as const;
  const all = classOf({ tools: [tool], output, input });
  expect(all.capabilities).toEqual(["tools", "structured-output", "vision"]);
  const pdf = { type: "file", mediaType: "application/pdf", data: { base64: "AAAA" } } as const;
  expect(classOf({ input: [{ role: "user", content: [pdf] }] }).capabilities).toEqual([]);
});

test("takes the smallest workload that the input fits in, else the largest", () => {
  expect(classOf({ input: "x".repeat(800) }).workload).toBe("small");
  expect(classOf({ input: "x".repeat(1_000) }).workload).toBe("large");
  expect(classOf({ input: "x".repeat(90_000) }).workload).toBe("large");
});

test("passes on overrides and nothing else", () => {
  const overrides = { only: ["alpha"], exclude: ["beta"], costMicroUsdMax: 5, noFallback: true };
  expect(classOf(overrides).overrides).toEqual(overrides);
  expect(classOf({ tags: { team: "x" } }).overrides).toEqual({});
});

describe("the estimate of input tokens", () => {
  const tokens = (request: Partial<AskRequest>): number => countRequest({ ...REQUEST, ...request });

  test("has a margin of 15% over text and 4 tokens for a message", () => {
    expect(tokens({ input: "x".repeat(96) })).toBe(115);
  });

  test("counts messages of every role, tools, schemas and files", () => {
    const plain = tokens({ input: "" });
    expect(tokens({ input: "", tools: [tool] })).toBeGreaterThan(plain + 40);
    const schema = { type: "object", description: "y".repeat(200) };
    expect(tokens({ input: "", output: { schema } })).toBeGreaterThan(plain + 200);
    const call = { type: "tool-call", toolCallId: "c", toolName: "look-up" } as const;
    const result = { type: "tool-result", toolCallId: "c", toolName: "look-up" } as const;
    const long = "z".repeat(100);
    const input = [
      { role: "system", content: long },
      { role: "assistant", content: [{ ...call, input: { long } }] },
      { role: "tool", content: [{ ...result, output: long }] },
      { role: "user", content: [{ type: "text", text: long }, image] },
    ] as const;
    expect(tokens({ input })).toBeGreaterThan(1.15 * (400 + 1_600));
    const pdf = { mediaType: "application/pdf", data: { base64: "A".repeat(1_600) } } as const;
    const file = [{ role: "user", content: [{ type: "file", ...pdf }] }] as const;
    expect(tokens({ input: file })).toBe(Math.ceil(1.15 * 304));
  });

  test("a tool result without output counts as nothing", () => {
    const result = { type: "tool-result", toolCallId: "c", toolName: "t" } as const;
    const input = [{ role: "tool", content: [{ ...result, output: undefined }] }] as const;
    expect(tokens({ input })).toBe(Math.ceil(1.15 * 5));
  });

  test("never falls when a message is added", () => {
    const someTexts = fc.array(fc.string(), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(someTexts, fc.string(), (texts, more) => {
        const input = texts.map((content) => ({ role: "user", content }) as const);
        const longer = [...input, { role: "user", content: more } as const];
        expect(tokens({ input: longer })).toBeGreaterThan(tokens({ input }));
      }),
    );
  });
});
