import type { Clock, QuotaOutcome, QuotaPort, QuotaRequest } from "@switchyard/contract";
import { describe, expect, test } from "vitest";
import { createMemoryQuota } from "./memory-quota.ts";
import {
  withQuotaDownPolicy,
  type QuotaDownNotice,
  type QuotaDownQuota,
} from "./with-quota-down-policy.ts";

type Fault = "refuses" | "hangs";

interface Away {
  readonly quota: QuotaDownQuota;
  readonly notices: QuotaDownNotice["kind"][];
  readonly calls: () => number;
  fail(fault: Fault | undefined): void;
  pass(durationMs: number): void;
  ask(id: string, withinMs?: number): Promise<QuotaOutcome>;
}

/** A store of another place, and a clock whose deadlines are over as soon as a call hangs. */
function storeThatMayFail(): Away {
  const store = createMemoryQuota();
  let fault: Fault | undefined;
  let nowMs = 0;
  let calls = 0;
  const through = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    calls += 1;
    if (fault === "refuses") throw new Error("connection refused");
    return fault === "hangs" ? await new Promise(() => {}) : await call();
  };
  const port: QuotaPort = {
    admit: (request) => through(() => store.admit(request)),
    leave: (end) => through(() => store.leave(end)),
    standing: (question) => through(() => store.standing(question)),
  };
  const clock: Clock = {
    nowMs: () => nowMs,
    epochMs: () => nowMs,
    sleep: async () => {},
    deadline: () => {
      const controller = new AbortController();
      if (fault === "hangs")
        queueMicrotask(() => controller.abort(new DOMException("too slow", "TimeoutError")));
      return { signal: controller.signal, cancel: () => {} };
    },
  };
  const notices: QuotaDownNotice["kind"][] = [];
  const onNotice = ({ kind }: QuotaDownNotice): unknown => notices.push(kind);
  const quota = withQuotaDownPolicy({ quota: port, clock, onNotice });
  return {
    quota,
    notices,
    calls: () => calls,
    fail: (next) => {
      fault = next;
    },
    pass: (durationMs) => {
      nowMs += durationMs;
    },
    ask: (id, withinMs) => quota.admit(request(id, nowMs), withinMs),
  };
}

function request(id: string, nowMs: number): QuotaRequest {
  const limits = { concurrencyMax: 2 };
  const at = { nowMs, epochMs: nowMs };
  return { id, route: "quick", segment: "free", limits, tokens: 1, at, leaseMs: 60_000 };
}

describe.each(["refuses", "hangs"] as const)("a store that %s", (fault) => {
  test("leaves the process its whole limits, and is asked again when it may be back", async () => {
    const { ask, fail, pass, notices, calls } = storeThatMayFail();
    expect((await ask("shared")).ok).toBe(true);
    fail(fault);
    const here = [await ask("a"), await ask("b"), await ask("c")];
    expect(here.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(calls()).toBe(2);
    expect(notices).toEqual(["quota-down"]);

    fail(undefined);
    pass(1_000);
    expect((await ask("d")).ok).toBe(true);
    expect((await ask("e")).ok).toBe(false);
    expect(notices).toEqual(["quota-down", "quota-up"]);
  });

  test("an ask ends in the book that let it in, and an end never rejects", async () => {
    const { ask, quota, fail, pass } = storeThatMayFail();
    await ask("shared");
    fail(fault);
    await ask("a");
    await ask("b");
    const end = { route: "quick", tokens: 1, at: { nowMs: 0, epochMs: 0 } };
    await quota.leave({ ...end, id: "a" });
    expect((await ask("c")).ok).toBe(true);
    await quota.leave({ ...end, id: "shared" });

    fail(undefined);
    pass(1_000);
    expect((await ask("d")).ok).toBe(true);
    // What the store missed, its lease frees.
    expect((await ask("e")).ok).toBe(false);
    pass(60_000);
    expect((await ask("f")).ok).toBe(true);
  });
});

test("a caller with little time goes by the process's book, and the store is not down", async () => {
  const { ask, fail, notices } = storeThatMayFail();
  fail("hangs");
  expect((await ask("a", 100)).ok).toBe(true);
  expect(notices).toEqual([]);
});

test("a standing is the store's, and is not known while it is away", async () => {
  const { quota, ask, fail } = storeThatMayFail();
  await ask("a");
  const question = { route: "quick", limits: { concurrencyMax: 2 }, at: { nowMs: 0, epochMs: 0 } };
  expect(await quota.standing(question)).toMatchObject([{ used: 1, remaining: 1 }]);
  fail("refuses");
  await expect(quota.standing(question)).rejects.toThrow("connection refused");
});

test("a flush waits until the store was told of every end, or was too slow", async () => {
  let answer = (): void => {};
  const store: QuotaPort = {
    admit: async () => ({ ok: true }),
    leave: () => new Promise((resolve) => (answer = resolve)),
    standing: async () => [],
  };
  const clock: Clock = {
    nowMs: () => 0,
    epochMs: () => 0,
    sleep: async () => {},
    deadline: () => ({ signal: new AbortController().signal, cancel: () => {} }),
  };
  const quota = withQuotaDownPolicy({ quota: store, clock });
  await quota.flush();
  void quota.leave({ id: "a", route: "quick", tokens: 1, at: { nowMs: 0, epochMs: 0 } });
  let isFlushed = false;
  const flush = quota.flush().then(() => (isFlushed = true));
  await new Promise(setImmediate);
  expect(isFlushed).toBe(false);
  answer();
  await flush;
});

test("a local store is called as it is", async () => {
  const quota = createMemoryQuota();
  const idle = new Error("no clock is needed");
  const fail = (): never => {
    throw idle;
  };
  const clock: Clock = { nowMs: fail, epochMs: fail, sleep: fail, deadline: fail };
  const wrapped = withQuotaDownPolicy({ quota, clock });
  expect(await wrapped.admit(request("a", 0))).toEqual({ ok: true });
  await wrapped.leave({ id: "a", route: "quick", tokens: 1, at: { nowMs: 0, epochMs: 0 } });
  await wrapped.flush();
});
