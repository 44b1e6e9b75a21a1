/**
 * Processor time of one `ask` over a provider port that answers at once: what routing itself
 * costs, the collector's work included. Run `node packages/sdk/scripts/bench-ask.ts [rounds]`; each
 * round has 20,000 asks, and the median of the rounds is printed with their span.
 *
 * Measured on Node 24.21.0 with 2 cores shared by many, 5 rounds: 39 us/ask with an idle sink on
 * either shipped policy, 71 to 79 with costs, which is why costs are kept on request only.
 */
import { createCostSink, createRouter, openBundle } from "@switchyard/sdk";
import { INSTANT_MODELS } from "./instant-models.ts";

const ASKS = 20_000;
/** What listens to the events. Costs are of 65,536 tasks after three rounds, and not more. */
const KEPT = {
  "no sink": () => ({}),
  "an idle sink": () => ({ sinks: [{ record: () => {} }] }),
  costs: () => ({ costs: createCostSink() }),
} as const;
const rounds = Number(process.argv[2] ?? 9);

for (const policy of ["builtin/founding", "builtin/support-platform"] as const) {
  for (const [name, kept] of Object.entries(KEPT)) {
    const router = createRouter({
      policy: openBundle({ policy }),
      providers: INSTANT_MODELS,
      ...kept(),
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
      `${policy}, ${name}: ${median.toFixed(2)} us/ask ` +
        `(${sorted[0]?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)})`,
    );
  }
}
