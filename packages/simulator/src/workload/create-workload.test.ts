import type { AskRequest } from "@switchyard/contract";
import { validateRequest } from "@switchyard/policy";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import type { Trace } from "../traces/trace.ts";
import { shippedBundle } from "./arbitraries.ts";
import { createWorkload, type Workload, type WorkloadOptions } from "./create-workload.ts";
import { deriveMix } from "./derive-mix.ts";
import { promptTokens } from "./prompt-pool.ts";

const { bundle } = shippedBundle("policy.yaml");
const mix = deriveMix(bundle, { epochMs: Date.UTC(2026, 10, 24, 9) });

const trace: Trace = {
  name: "made",
  rows: Array.from({ length: 400 }, (_, index) => ({
    atMs: index * 250.5,
    inputTokens: (index * 977) % 14_000,
    outputTokens: (index * 131) % 3000,
  })),
};

function workloadOf(options: Partial<WorkloadOptions> = {}): Workload {
  return createWorkload({ bundle, mix, trace, rng: createKeyedRng("seed"), ...options });
}

function asksOf(workload: Workload): readonly AskRequest[] {
  return Array.from(
    { length: workload.requests },
    (_, index) => workload.askAt(index) ?? [],
  ).flat();
}

test("more requests never change the ones before", () => {
  const all = asksOf(workloadOf());
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (requests) => {
      const fewer = workloadOf({ requests });
      expect(fewer.requests).toBe(requests);
      expect(fewer.askAt(requests - 1)).toEqual(all[requests - 1]);
      expect(fewer.at(requests)).toBeUndefined();
      expect(fewer.askAt(requests)).toBeUndefined();
    }),
  );
});

test("a trace that repeats begins anew after its end, with draws of its own", () => {
  const twice = workloadOf({ requests: 801, repeats: true });
  const instants = Array.from({ length: 801 }, (_, index) => twice.at(index)?.atMs ?? -1);
  expect(instants).toEqual(instants.map((_, index) => index * 250.5));
  expect(twice.durationMs).toBe(800 * 250.5);
  expect(asksOf(twice).slice(0, 400)).toEqual(asksOf(workloadOf()));
  expect(twice.askAt(400)).not.toEqual(twice.askAt(0));
  expect(twice.at(801)).toBeUndefined();
});

test("a surge changes nothing of the requests before it, and brings more while it lasts", () => {
  const plain = workloadOf();
  const surging = workloadOf({ surges: [{ times: 4, fromMs: 25_000, untilMs: 50_000 }] });
  const before = asksOf(plain).findIndex((_, index) => (plain.at(index)?.atMs ?? 0) >= 25_000);
  expect(asksOf(surging).slice(0, before)).toEqual(asksOf(plain).slice(0, before));
  expect(surging.requests).toBe(plain.requests + 3 * 100);
  expect(surging.durationMs).toBe(plain.durationMs);
});

test("another seed asks other things at the same instants", () => {
  const one = workloadOf();
  const other = workloadOf({ rng: createKeyedRng("other") });
  expect(asksOf(one)).not.toEqual(asksOf(other));
  expect(one.at(17)?.atMs).toBe(other.at(17)?.atMs);
});

test("each request draws its own class: intents come as often as the mix says", () => {
  const intents = asksOf(workloadOf()).map(({ intent }) => intent);
  for (const intent of bundle.policy.domains.intents) {
    const share = intents.filter((asked) => asked === intent).length / intents.length;
    // Five standard deviations of 400 draws at one fifth.
    expect(Math.abs(share - 0.2)).toBeLessThan(0.1);
  }
});

test("a share of the requests is streamed, and which they are changes nothing else", () => {
  const workload = workloadOf({ streamShare: 0.4 });
  const streamed = trace.rows.filter((_, index) => workload.at(index)?.isStreamed).length;
  // Five standard deviations of 400 draws at two fifths.
  expect(Math.abs(streamed / trace.rows.length - 0.4)).toBeLessThan(0.13);
  expect(asksOf(workload)).toEqual(asksOf(workloadOf()));
  expect(workloadOf().at(0)?.isStreamed).toBe(false);
});

test("arrivals follow the trace, its speed and the duration", () => {
  const fast = workloadOf({ speed: 2, durationMs: 1000 });
  expect(fast.requests).toBe(8);
  expect(fast.at(3)?.atMs).toBe(375.75);
  expect(fast.durationMs).toBe(1000);
  expect(workloadOf().durationMs).toBe(399 * 250.5);
});

test("each request is one that the policy knows, with what its route requires and no more", () => {
  const workload = workloadOf();
  for (const [index, request] of asksOf(workload).entries()) {
    expect(validateRequest(bundle.policy, request)).toEqual([]);
    const route = workload.at(index)?.traffic.route ?? "";
    expect(request.output !== undefined).toBe(["regulated", "extraction"].includes(route));
    expect(request.tools !== undefined).toBe(route === "planning");
  }
});

test("answers are as long as recorded, up to the limit of their route", () => {
  const workload = workloadOf();
  for (const [index, row] of trace.rows.entries()) {
    const request = workload.at(index);
    const limit = request?.traffic.route === "quick" ? 500 : 1500;
    expect(request?.outputTokens).toBe(Math.max(1, Math.min(row.outputTokens, limit)));
  }
});

test("inputs are as long as recorded, up to half of the largest context window", () => {
  const small = Object.fromEntries(
    Object.entries(bundle.catalog.models).map(([id, model]) => [
      id,
      { ...model, contextTokens: 10_000 },
    ]),
  );
  const catalog = { ...bundle.catalog, models: small };
  const workload = workloadOf({ bundle: { ...bundle, catalog } });
  for (const [index, row] of trace.rows.entries())
    expect(workload.at(index)?.inputTokens).toBe(promptTokens(Math.min(row.inputTokens, 5000)));
});

test("hundreds of prompts share 48 texts, and their words add up to the size", () => {
  const texts = new Set<string>();
  const workload = workloadOf();
  for (const [index, { input }] of asksOf(workload).entries()) {
    let tokens = 0;
    for (const text of textsOf(input)) {
      texts.add(text);
      tokens += text.match(/ \w+|\./g)?.length ?? 0;
    }
    expect(tokens).toBe(workload.at(index)?.inputTokens);
  }
  expect(texts.size).toBeLessThanOrEqual(48);
});

function textsOf(input: AskRequest["input"]): readonly string[] {
  if (typeof input === "string") return [input];
  return input.flatMap(({ content }) =>
    typeof content === "string"
      ? content
      : [...content].flatMap((part) => (part.type === "text" ? part.text : [])),
  );
}
