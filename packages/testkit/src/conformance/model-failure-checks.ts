import { strict as assert } from "node:assert";
import {
  FAILURE_KINDS,
  type ConformanceCheck,
  type ModelFailure,
  type ModelResult,
} from "@switchyard/contract";
import { createSystemClock } from "@switchyard/sdk";
import { textOf } from "./model-answer-checks.ts";
import type { ModelSubject } from "./model-conformance.ts";
import { begin, callOf, checksOf, ended } from "./model-trial.ts";

/** What holds while the provider fails. */
export function failureChecks(subject: ModelSubject): readonly ConformanceCheck[] {
  return checksOf(
    subject.fails,
    (way) => `${way} that fails is made once, and its failure is told and not thrown`,
    async (hand, way) => {
      const begun = begin(hand, way, callOf(subject));
      const failure = failureOf(await ended(hand, begun), subject);
      assert.notEqual(failure.kind, "cancelled", "nobody cancelled the call");
      assert.equal(failure.committed, false, "committed, though nothing was passed on");
      assert.equal(textOf(begun.parts), "");
      assert(hand.calls() <= 1, `${hand.calls()} calls reached the provider`);
    },
  );
}

/** What holds while the provider never answers. */
export function abortChecks(subject: ModelSubject): readonly ConformanceCheck[] {
  const { hangs, answers } = subject;
  const endsAs = (what: string, kind: string, reason: unknown): readonly ConformanceCheck[] =>
    checksOf(
      hangs,
      (way) => `${way} ended by ${what} ends at once, as ${kind}`,
      async (hand, way) => {
        const controller = new AbortController();
        const begun = begin(hand, way, callOf(subject, controller.signal));
        await hand.pass?.();
        controller.abort(reason);
        assert.equal(failureOf(await ended(hand, begun), subject).kind, kind);
        assert.deepEqual(begun.parts, []);
      },
    );
  return [
    ...endsAs("its caller", "cancelled", new Error("the caller left")),
    ...endsAs("a deadline", "timeout", new DOMException("The time is over.", "TimeoutError")),
    ...checksOf(
      answers,
      (way) => `${way} whose signal is aborted already is not made`,
      async (hand, way) => {
        const begun = begin(hand, way, callOf(subject, AbortSignal.abort()));
        assert.equal(failureOf(await ended(hand, begun), subject).kind, "cancelled");
        assert.equal(hand.calls(), 0, "calls that reached the provider");
        assert.deepEqual(begun.parts, []);
      },
    ),
    ...checksOf(
      answers,
      (way) => `nothing comes of ${way} after its signal aborted`,
      async (hand, way) => {
        const controller = new AbortController();
        const begun = begin(hand, way, callOf(subject, controller.signal), () =>
          controller.abort(),
        );
        await ended(hand, begun);
        await hand.pass?.();
        await createSystemClock().sleep(0);
        assert.equal(begun.parts.length, 1);
      },
      ["stream"],
    ),
  ];
}

/** What holds where a stream breaks off. */
export function breakChecks(subject: ModelSubject): readonly ConformanceCheck[] {
  return checksOf(
    subject.breaksOff,
    (way) => `${way} that breaks off after its first text is interrupted, and not for nothing`,
    async (hand, way) => {
      const begun = begin(hand, way, callOf(subject));
      const failure = failureOf(await ended(hand, begun), subject);
      assert.notEqual(textOf(begun.parts), "", "no text came before the break");
      assert.equal(failure.kind, "stream-interrupted");
      assert.equal(failure.committed, true, "text was passed on");
      if (failure.usage === undefined) assert.notEqual(failure.billed, "none");
      else assert.equal(failure.billed, "partial");
    },
    ["stream"],
  );
}

const WORDS = {
  retry: ["same", "after", "never"],
  failover: ["yes", "no", "compatible-only"],
  breaker: ["count", "ignore", "open"],
  billed: ["none", "input", "partial", "full", "unknown"],
} as const;

/** A failure in the words of the contract. */
function failureOf(result: ModelResult, { call }: ModelSubject): ModelFailure {
  assert(!result.ok, "the call succeeded");
  const { failure } = result;
  assert(FAILURE_KINDS.includes(failure.kind), `${failure.kind} is no kind of failure`);
  assert.equal(failure.provider, call.provider);
  assert(failure.message.trim() !== "", "the failure has no message");
  for (const field of ["retry", "failover", "breaker", "billed"] as const) {
    const words: readonly string[] = WORDS[field];
    assert(words.includes(failure[field]), `${field} is ${failure[field]}`);
  }
  return failure;
}
