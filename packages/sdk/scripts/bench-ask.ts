/**
 * Processor time of one `ask` over a provider port that answers at once: what routing itself
 * costs, the collector's work included. Run `node packages/sdk/scripts/bench-ask.ts [rounds]`; each
 * round has 20,000 asks, and the median of the rounds is printed with their span.
 */
import { createRouter, openBundle } from "@switchyard/sdk";
import { INSTANT_MODELS } from "./instant-models.ts";

const ASKS = 20_000;
const rounds = Number(process.argv[2] ?? 9);

for (const policy of ["builtin/founding", "builtin/support-platform"] as const) {
  for (const sinks of [[], [{ record: () => {} }]]) {
    const router = createRouter({
      policy: openBundle({ policy }),
      providers: INSTANT_MODELS,
      sinks,
    });
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
