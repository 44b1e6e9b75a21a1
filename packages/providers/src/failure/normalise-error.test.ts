import { FAILURE_KINDS } from "@switchyard/contract";
import { APICallError } from "@ai-sdk/provider";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { failureRule } from "./failure-rule.ts";
import { normaliseError } from "./normalise-error.ts";

const context = { provider: "openai", epochMs: 0 };

test("every kind has a rule", () => {
  for (const kind of FAILURE_KINDS) expect(failureRule(kind)).toBeDefined();
});

test("a caller's abort is never taken to another provider", () => {
  expect(failureRule("cancelled")).toEqual({ retry: "never", failover: "no", breaker: "ignore" });
});

test("any error becomes a failure whose words are short and whose rule is its kind's", () => {
  const anError = fc.oneof(
    fc.anything(),
    fc.string().map((message) => new Error(message)),
    fc
      .record({
        statusCode: fc.option(fc.integer({ min: 100, max: 599 }), { nil: undefined }),
        responseBody: fc.oneof(fc.string(), fc.json(), fc.constant(undefined)),
      })
      .map(
        ({ statusCode, responseBody }) =>
          new APICallError({
            message: "x",
            url: "https://api.example",
            requestBodyValues: {},
            ...(statusCode !== undefined && { statusCode }),
            ...(responseBody !== undefined && { responseBody }),
          }),
      ),
  );
  fc.assert(
    fc.property(anError, (error) => {
      const failure = normaliseError(error, context);

      expect(FAILURE_KINDS).toContain(failure.kind);
      expect(failure).toMatchObject(failureRule(failure.kind));
      expect(failure.message.length).toBeLessThan(500);
    }),
  );
});

test("the provider's answer counts although the time was over when it came", () => {
  const error = new APICallError({
    message: "x",
    url: "https://api.example",
    requestBodyValues: {},
    statusCode: 401,
  });

  const failure = normaliseError(error, { ...context, signal: AbortSignal.abort() });

  expect(failure.kind).toBe("auth");
});
