import { expect, test } from "vitest";
import { shippedScenario } from "../scenario/shipped-scenarios.ts";
import { aCatalog, aWorld, modelOfFormat } from "../wire/arbitraries.ts";
import { expectedKind } from "./expected-kind.ts";
import { isCallFault, type CallFault } from "./fault.ts";

/** What the shipped scenario injects, once each. */
const FAULTS: readonly CallFault[] = shippedScenario("taxonomy")
  .faults.filter(isCallFault)
  .filter(({ share }) => share === undefined);

/** In place of the scenario's own time and roles. */
const HERE = { at: "0s", for: "1h", target: { region: "us" } } as const;

test.each(Object.entries(modelOfFormat))(
  "%s: every fault is seen as the kind that is expected of it",
  async (_format, model) => {
    const provider = model.split("/")[0] ?? "";
    const api = aCatalog.providers[provider]?.api ?? "openai";
    for (const behaviour of FAULTS) {
      const world = aWorld({ faults: [{ ...behaviour, ...HERE }] });
      const result = await world.ask(model);
      const status = world.served[0]?.status ?? "none";
      const kind = expectedKind(behaviour, { api, status, refusesTruncated: false });
      const seen = result.ok ? "ok" : result.failure.kind;
      expect([behaviour.type, kind ?? seen]).toEqual([behaviour.type, seen]);
    }
  },
);

test("an error answer that nobody waited for has no kind, and a gate gives truncation one", () => {
  const call = { api: "openai", status: "none", refusesTruncated: false } as const;
  expect(expectedKind({ type: "http.conflict" }, call)).toBeUndefined();
  expect(expectedKind({ type: "net.reset" }, call)).toBeUndefined();
  expect(expectedKind({ type: "net.refused" }, call)).toBe("network");
  const gated = { ...call, status: 200, refusesTruncated: true } as const;
  expect(expectedKind({ type: "body.truncated" }, { ...call, status: 200 })).toBeUndefined();
  expect(expectedKind({ type: "body.truncated" }, gated)).toBe("output-truncated");
});

test("a stream fault has a kind where it looks the same before and after the first text", () => {
  const call = { api: "openai", status: 200, refusesTruncated: false } as const;
  expect(expectedKind({ type: "stream.early-end" }, call)).toBe("stream-interrupted");
  expect(expectedKind({ type: "stream.first-token-stall" }, call)).toBe("timeout");
  const late = { type: "stream.first-token-stall", wait: "3s" } as const;
  expect(expectedKind(late, call)).toBeUndefined();
  expect(expectedKind({ type: "stream.cut" }, call)).toBeUndefined();
});

test("a status means the same at every provider, or nothing for certain", () => {
  const call = { api: "google", refusesTruncated: false } as const;
  const kindOf = (status: number) =>
    expectedKind({ type: "http.status", mix: { [status]: 1 } }, { ...call, status });
  expect([401, 413, 429, 500].map(kindOf)).toEqual([
    "auth",
    "request-too-large",
    "rate-limited",
    "server-error",
  ]);
  expect([418, 503].map(kindOf)).toEqual([undefined, undefined]);
});
