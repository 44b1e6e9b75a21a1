/**
 * Processor time of one `ask` over a provider port that answers at once: what routing itself
 * costs, the collector's work included. Run `node packages/sdk/scripts/bench-ask.ts [rounds]`; each
 * round has 20,000 asks, and the median of the rounds is printed with their span.
 *
 * Measured on Node 24.21.0 with 2 shared cores: 18 to 23 us/ask without a sink, 19 to 28 with an
 * idle one, over three runs. Costs took two to three times that when last measured, so they are kept
 * on request only.
 *
 * What an ask over the AI SDK's OpenAI provider and a canned `fetch` is made of, in units of the
 * bare `doGenerate` (32 to 60 us, by how busy the machine was):
 *
 * | part                                                        | cost         |
 * | ----------------------------------------------------------- | ------------ |
 * | the provider's own `doGenerate`                             | 1            |
 * | signal, request id and `store: false`, which calls need     | 0.02 to 0.15 |
 * | key ring, limits, usage and redaction of `createProviders`  | 0.2          |
 * | routing, as measured here                                   | 0.4 to 0.7   |
 * | an ask and a bare call in turn cost more than each alone    | 0.6 to 1.3   |
 *
 * Why taking turns costs so much is not known; caches are the guess. The parts add up to about 3:
 * after some 20,000 asks, 88 to 97 us were measured beside 32 to 35 of the bare call, where the
 * machine was quick. Before that, as in the 4.4 of `pnpm bench`, the engine still compiles, on other
 * threads, whose time counts: up to 150 us an ask.
 * The goal of 1.25 leaves no room for routing beside the provider port's own 1.25 to 1.37.
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
