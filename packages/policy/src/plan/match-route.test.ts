import { expect, test } from "vitest";
import { foundingBundle, foundingRequest, foundingWithRoute } from "../explain/arbitraries.ts";
import { matchingRoutes, matchRoute } from "./match-route.ts";
import { numberEndpoints } from "./number-endpoints.ts";

test("the routes that an SLA chooses among end with the first that takes any", () => {
  const { policy } = foundingBundle();
  const last = policy.routes.map((route) => ({ ...route, id: `${route.id}-again` }));
  const idsOf = (routes: typeof policy.routes): readonly string[] =>
    matchingRoutes({ ...policy, routes }, foundingRequest()).map(({ id }) => id);

  expect(idsOf([...policy.routes, ...last])).toEqual(["fast", "reasoning"]);
  expect(idsOf(last.slice(0, 2))).toEqual(["fast-again"]);
});

test("a route takes what is below its limit, and a retired one takes nothing", () => {
  const { policy } = foundingBundle();
  const routeAt = (slaMs: number): unknown => matchRoute(policy, foundingRequest({ slaMs }))?.id;

  expect([routeAt(1_999), routeAt(2_000)]).toEqual(["fast", "reasoning"]);
  const retired = foundingWithRoute(1, { lifecycle: "retired" }).policy;
  expect(matchRoute(retired, foundingRequest())?.id).toBe("reasoning");
});

test("each endpoint of a catalogue has a number of its own, from 0 up", () => {
  const numbers = numberEndpoints(foundingBundle().catalog);

  expect([...numbers.values()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(numbers.get("openai/fast#us")).toBe(1);
});
