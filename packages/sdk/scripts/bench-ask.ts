/**
 * Processor time of one `ask` over a provider port that answers at once: what routing itself
 * costs, the collector's work included. Run `node packages/sdk/scripts/bench-ask.ts [rounds]`; each
 * round has 20,000 asks, and the median of the rounds is printed with their span.
 */
import type { ModelPort, ModelResult } from "@switchyard/contract";
import { createRouter, openBundle } from "@switchyard/sdk";

const ASKS = 20_000;
const rounds = Number(process.argv[2] ?? 9);

const response = {
  text: "an answer",
  toolCalls: [],
  finishReason: "stop",
  usage: {
    inputTokens: 40,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 10,
    reasoningTokens: 0,
  },
  usageReported: true,
} as const;
const answer = async (): Promise<ModelResult> => ({ ok: true, response });
const stub: ModelPort = { absent: {}, generate: answer, stream: answer };

for (const policy of ["builtin/founding", "builtin/support-platform"] as const) {
  for (const sinks of [[], [{ record: () => {} }]]) {
    const router = createRouter({ policy: openBundle({ policy }), providers: stub, sinks });
    const request = { intent: "faq", risk: "low", slaMs: 5_000, input: "Why is the sky blue?" };
    const microseconds: number[] = [];
    for (let round = -1; round < rounds; round += 1) {
      const before = process.cpuUsage();
      for (let ask = 0; ask < ASKS; ask += 1) await router.ask(request);
      const { user, system } = process.cpuUsage(before);
      // The first round warms up.
      if (round >= 0) microseconds.push((user + system) / ASKS);
    }
    const sorted = microseconds.toSorted((left, right) => left - right);
    const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
    console.log(
      `${policy}, ${sinks.length} sinks: ${median.toFixed(2)} us/ask ` +
        `(${sorted[0]?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)})`,
    );
  }
}
