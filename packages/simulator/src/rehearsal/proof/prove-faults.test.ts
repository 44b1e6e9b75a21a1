import { expect, test } from "vitest";
import { createKeyedRng } from "../../chance/create-keyed-rng.ts";
import { shippedBundle } from "../../workload/arbitraries.ts";
import { faultCases, firstCases, type FaultCase } from "./fault-cases.ts";
import { proveFaults } from "./prove-faults.ts";

const bundle = shippedBundle("policy.yaml");

function drawn(cases: readonly FaultCase[], key: string): FaultCase {
  const found = cases[Math.floor(createKeyedRng(key).float() * cases.length)];
  if (found === undefined) throw new Error("there are no cases");
  return found;
}

/** A pair of different types. */
function drawnPair(key: string): readonly FaultCase[] {
  const strong = firstCases("strong");
  const one = drawn(strong, `${key}/one`);
  return [
    one,
    drawn(
      strong.filter(({ type }) => type !== one.type),
      `${key}/other`,
    ),
  ];
}

// A sample of what scripts/prove-faults.ts proves of all types and all pairs of them.
test("no fault and no pair of faults loses an ask, a deadline, a rule or money", async () => {
  const singles = Array.from({ length: 6 }, (_, pick) => [drawn(faultCases(), `single/${pick}`)]);
  const pairs = Array.from({ length: 3 }, (_, pick) => drawnPair(`pair/${pick}`));
  const found: string[] = [];
  for (const cases of [...singles, ...pairs]) {
    const faults = cases.map(({ fault }) => fault);
    const { findings, asks } = await proveFaults(bundle, faults, "1");
    expect(asks).toBeGreaterThan(50);
    found.push(...findings.map((finding) => `${JSON.stringify(faults)}: ${finding}`));
  }
  expect(found).toEqual([]);
});

test("an ask that waits while its router stands still keeps its own id, and its own money", async () => {
  const pause = { id: "stop", type: "router.pause", at: "2s", for: "1s" } as const;
  expect((await proveFaults(bundle, [pause], "1")).findings).toEqual([]);
});

test("a router that died books nothing more", async () => {
  const crash = { id: "crash", type: "router.crash", point: "mid-call", at: "2s" } as const;
  expect((await proveFaults(bundle, [crash], "1")).findings).toEqual([]);
});
