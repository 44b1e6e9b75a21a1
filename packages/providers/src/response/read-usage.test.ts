import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readUsage } from "./read-usage.ts";

const tokens = fc.option(fc.oneof(fc.integer({ min: -10, max: 1e6 }), fc.constant(Number.NaN)), {
  nil: undefined,
});

test("a part never exceeds its total, and nothing is negative or broken", () => {
  fc.assert(
    fc.property(tokens, tokens, tokens, tokens, tokens, (input, read, write, output, reasoning) => {
      const { usage } = readUsage({
        inputTokens: { total: input, noCache: undefined, cacheRead: read, cacheWrite: write },
        outputTokens: { total: output, text: undefined, reasoning },
      });

      expect(usage.cachedInputTokens + usage.cacheWriteTokens).toBeLessThanOrEqual(
        usage.inputTokens,
      );
      expect(usage.reasoningTokens).toBeLessThanOrEqual(usage.outputTokens);
      for (const count of Object.values(usage)) expect(count).toBeGreaterThanOrEqual(0);
    }),
  );
});
