import { expect, test } from "vitest";
import type { PlannedEndpoint } from "@switchyard/contract";
import type { CompiledLink, CompiledRung } from "./compile-route.ts";
import { readRung } from "./read-rung.ts";

const link = (id: string, tier: number, latencyMsP95: number, contextTokensMax = 100) => {
  const endpoint: PlannedEndpoint = {
    id,
    model: id,
    provider: "a",
    region: "us",
    via: "route",
    tier: String(tier),
    costPerSuccessMicroUsd: 1,
    quality: null,
    latencyMsP50: 1,
    latencyMsP95,
  };
  return { endpoint, tier, contextTokensMax } satisfies CompiledLink;
};
const rungOf = (...elements: CompiledRung["elements"]): CompiledRung => ({
  name: "full",
  elements,
});
const idsOf = (rung: CompiledRung, slaMs: number, contextTokens: number): readonly string[] =>
  readRung(rung, slaMs, contextTokens).map(({ id }) => id);

test("a link is read where its p95 and its context fit exactly, and not beyond", () => {
  const rung = rungOf({ links: [link("slow", 0, 900), link("small", 0, 500, 99)], tierTop: 0 });

  expect(idsOf(rung, 900, 99)).toEqual(["slow", "small"]);
  expect(idsOf(rung, 899, 99)).toEqual(["small"]);
  expect(idsOf(rung, 900, 100)).toEqual(["slow"]);
  expect(idsOf(rung, 900, 101)).toEqual([]);
});

test("the cap keeps higher tiers out, but never the lowest that fits", () => {
  const links = [link("high", 2, 100), link("mid", 1, 500), link("low", 0, 900)];

  expect(idsOf(rungOf({ links, tierTop: 1 }), 900, 0)).toEqual(["mid", "low"]);
  expect(idsOf(rungOf({ links, tierTop: -1 }), 900, 0)).toEqual(["low"]);
  expect(idsOf(rungOf({ links, tierTop: 0 }), 899, 0)).toEqual(["mid"]);
  expect(idsOf(rungOf({ links, tierTop: 0 }), 499, 0)).toEqual(["high"]);
});

test("an endpoint of several routes is read once, through the first where it fits", () => {
  const first = { links: [link("both", 1, 900), link("own", 0, 100)], tierTop: 0 };
  const second = { links: [link("own", 0, 100), link("both", 1, 900)], tierTop: 1 };

  expect(idsOf(rungOf(first, second), 900, 0)).toEqual(["own", "both"]);
});
