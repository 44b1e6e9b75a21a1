import { DocumentError } from "@switchyard/contract";
import { expect, test } from "vitest";
import { aDrill, aRecord, hashOf } from "./arbitraries.ts";
import { drillKey, hasPassedDrill, readDrillRecord } from "./drill-record.ts";

const drill = aDrill("provider:openai");
const [route] = drill.routes;

/** The mistakes of a record with something changed, each without its place in the file. */
function mistakesOf(change: object): readonly string[] {
  const text = JSON.stringify({ ...aRecord([drill]), ...change });
  try {
    readDrillRecord({ text, file: "drill.json" });
  } catch (error) {
    if (!DocumentError.isInstance(error)) throw error;
    return error.message.split("\n  ").map((line) => line.replace(/^drill\.json:\d+:\d+ /, ""));
  }
  return [];
}
const drillWith = (change: object): object => ({ drills: [{ ...drill, ...change }] });
const routeWith = (change: object): object => drillWith({ routes: [{ ...route, ...change }] });

test.each<readonly [string, object]>([
  ["one loss", drillWith({ lose: ["provider/region:openai/eu"] })],
  ["two losses", drillWith({ lose: ["model:a/b", "sharedEdge:edge"] })],
  ["the least of all", { startedAtMs: 0, seed: "1", switchyard: "1" }],
  ["the most of all", { seed: "1".repeat(64), switchyard: "1".repeat(100) }],
  [
    "one ask",
    routeWith({ requests: 1, late: 0, accepted: 0, availability: 1, availabilityMin: 0 }),
  ],
])("a record of %s is read", (_, change) => {
  expect(mistakesOf(change)).toEqual([]);
});

const DRILL_VERDICT =
  "/drills/0: a map does not fit; `passed` must say whether every route passed; run the drill again";
const ROUTE_VERDICT =
  "/drills/0/routes/0: a map does not fit; `passed` must say whether availability reaches " +
  "availabilityMin and nothing was forbidden; run the drill again";
const noLoss = (word: string): string =>
  `/drills/0/lose/0: \`${word}\` does not fit; write a failure domain, such as provider:openai`;

test.each<readonly [string, object, readonly string[]]>([
  [
    "another schema",
    { schema: "switchyard/drill-record/v2" },
    ["/schema: `switchyard/drill-record/v2` does not fit; write switchyard/drill-record/v1"],
  ],
  ["no version", { switchyard: "" }, ["/switchyard: the text has 0 letters; write at least 1"]],
  [
    "a long version",
    { switchyard: "1".repeat(101) },
    ["/switchyard: the text has 101 letters; write at most 100"],
  ],
  ["no seed", { seed: "" }, ["/seed: the text has 0 letters; write at least 1"]],
  ["a long seed", { seed: "1".repeat(65) }, ["/seed: the text has 65 letters; write at most 64"]],
  [
    "an instant before 1970",
    { startedAtMs: -1 },
    ["/startedAtMs: `-1` is out of range; write at least 0"],
  ],
  [
    "a hash that is none",
    { bundleHash: `${hashOf("b")}b` },
    [
      `/bundleHash: \`${"b".repeat(60)}…\` does not fit; write a SHA-256 as 64 lower-case hex digits`,
    ],
  ],
  ["no drill", { drills: [] }, ["/drills: the list has 0 entries; write at least 1"]],
  [
    "a drill twice",
    { drills: [drill, drill] },
    [
      "/drills: a list does not fit; a loss stands there twice with the same start; " +
        "write one drill for each",
    ],
  ],
  [
    "no loss",
    drillWith({ lose: [] }),
    ["/drills/0/lose: the list has 0 entries; write at least 1"],
  ],
  [
    "three losses",
    drillWith({ lose: ["region:a", "region:b", "region:c"] }),
    ["/drills/0/lose: the list has 3 entries; write at most 2"],
  ],
  ["a loss of no kind", drillWith({ lose: ["continent:eu"] }), [noLoss("continent:eu")]],
  ["a loss with a space", drillWith({ lose: ["provider:open ai"] }), [noLoss("provider:open ai")]],
  [
    "a loss after something else",
    drillWith({ lose: ["the provider:openai"] }),
    [noLoss("the provider:openai")],
  ],
  [
    "another start",
    drillWith({ start: "warm" }),
    ["/drills/0/start: `warm` does not fit; write one of cold or hot"],
  ],
  [
    "no risk",
    drillWith({ risks: [] }),
    ["/drills/0/risks: the list has 0 entries; write at least 1"],
  ],
  [
    "a risk without a name",
    drillWith({ risks: [""] }),
    ["/drills/0/risks/0: the text has 0 letters; write at least 1"],
  ],
  [
    "no route",
    drillWith({ routes: [] }),
    [DRILL_VERDICT, "/drills/0/routes: the list has 0 entries; write at least 1"],
  ],
  ["a verdict that does not follow", drillWith({ passed: false }), [DRILL_VERDICT]],
  [
    "a route's that does not follow",
    { drills: [aDrill("region:eu")], ...routeWith({ forbidden: 1 }) },
    [DRILL_VERDICT, ROUTE_VERDICT],
  ],
  [
    "no ask",
    routeWith({ requests: 0 }),
    ["/drills/0/routes/0/requests: `0` is out of range; write more than 0"],
  ],
  [
    "fewer than none accepted",
    routeWith({ accepted: -1 }),
    ["/drills/0/routes/0/accepted: `-1` is out of range; write at least 0"],
  ],
  [
    "fewer than none late",
    routeWith({ late: -1 }),
    ["/drills/0/routes/0/late: `-1` is out of range; write at least 0"],
  ],
  [
    "fewer than none forbidden",
    routeWith({ forbidden: -1 }),
    [
      DRILL_VERDICT,
      ROUTE_VERDICT,
      "/drills/0/routes/0/forbidden: `-1` is out of range; write at least 0",
    ],
  ],
  [
    "more than all available",
    routeWith({ availability: 1.1 }),
    ["/drills/0/routes/0/availability: `1.1` is out of range; write at most 1"],
  ],
  [
    "an unknown key",
    { more: 1 },
    [
      "/more: `more` is not a key of the document; " +
        "write one of schema, switchyard, bundleHash, seed, startedAtMs, drills or sha256",
    ],
  ],
])("a record with %s is refused", (_, change, mistakes) => {
  expect(mistakesOf(change).slice(1)).toEqual(mistakes);
});

test("a route passes that is as available as it must be, with nothing forbidden", () => {
  const counts = { route: "quick", requests: 10, accepted: 0, late: 0 };
  const of = (availability: number, forbidden: number): boolean =>
    hasPassedDrill({ ...counts, availability, availabilityMin: 0.9, forbidden });
  expect([of(0.9, 0), of(0.89, 0), of(0.9, 1)]).toEqual([true, false, false]);
});

test("drills of the same losses and start are the same, whatever the order", () => {
  const lose = ["region:us", "region:eu"];
  expect(drillKey({ lose, start: "hot" })).toBe("hot region:eu region:us");
  expect(drillKey({ lose: lose.toReversed(), start: "hot" })).toBe(
    drillKey({ lose, start: "hot" }),
  );
});
