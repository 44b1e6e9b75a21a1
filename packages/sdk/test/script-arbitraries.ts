import { FAILURE_KINDS, type ModelFailure } from "@switchyard/contract";
import * as fc from "fast-check";
import type { Act, Script } from "./scripted-models.ts";

const ENDPOINTS = ["alpha/quick#us", "beta/quick#us", "gamma/strong#us"] as const;

/** What providers may do: answer, well or badly, fail in every way, hang or throw. */
export function someScripts(): fc.Arbitrary<Script> {
  const acts = fc.array(anAct(), { minLength: 1, maxLength: 4 });
  return fc.record(Object.fromEntries(ENDPOINTS.map((endpoint) => [endpoint, acts])));
}

function anAct(): fc.Arbitrary<Act> {
  const afterMs = fc.constantFrom(0, 100, 900, 3_000);
  const billed = fc.constantFrom<ModelFailure["billed"]>("none", "input", "partial", "unknown");
  const answer = fc.record({
    afterMs,
    text: fc.constantFrom("an answer", ""),
    usage: fc.constantFrom("none" as const, {}, { outputTokens: 5_000 }),
  });
  const failure = fc.record({ afterMs, fail: fc.constantFrom(...FAILURE_KINDS), billed });
  const hint = fc.record({
    afterMs,
    fail: fc.constant("rate-limited" as const),
    retryAfterMs: fc.constantFrom(0, 500, 5_000),
  });
  const fault = fc.constantFrom<Act>("hang", { throws: "a bug" });
  return fc.oneof(
    { weight: 2, arbitrary: answer },
    { weight: 5, arbitrary: failure },
    { weight: 1, arbitrary: hint },
    { weight: 1, arbitrary: fault },
  );
}
