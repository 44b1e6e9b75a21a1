import { healthConformance } from "@switchyard/ledger/conformance";
import { expect, test } from "vitest";
import { brokenBy } from "../fixtures/broken-by.ts";
import { createHealthPlace, type PlaceMistakes } from "../fixtures/health-place.ts";

const OTHERS_ONCE =
  "an opening, a hold and a closing reach the others once, and never who told them";
const LATE = "who joins late hears of what stands, of each endpoint";
const LONGER = "of two openings told apart the longer one stands for all";
const TOOK = "how long calls took adds up, each call once, and never for who told it";
const NOTHING = "to tell returns nothing to wait for, and no join tells anything before it returns";
const LEFT = "who has left hears and tells nothing any more, and may leave twice";
const LOSS = "a place that is away is told once, with its cause, and again when it is back";

test("a place that is right passes, and one that cannot be away skips that with its reason", async () => {
  const open = createHealthPlace;
  expect(await brokenBy(healthConformance({ open: () => open() }))).toEqual([]);
  const checks = healthConformance({ open: () => open(), noLoss: "it is this process's memory" });
  expect(checks.filter((check) => "skip" in check)).toEqual([
    { name: LOSS, skip: "it is this process's memory" },
  ]);
});

test.each<readonly [mistake: keyof PlaceMistakes, check: string]>([
  ["tellsItself", OTHERS_ONCE],
  ["tellsTwice", OTHERS_ONCE],
  ["forgetsWhatStands", LATE],
  ["lastTellerWins", LONGER],
  ["replacesLatencies", TOOK],
  ["ignoresLeaving", LEFT],
  ["tellsOnJoin", NOTHING],
  ["isWaitedFor", NOTHING],
  ["hidesLoss", LOSS],
])("a place that %s is caught", async (mistake, check) => {
  const open = (): ReturnType<typeof createHealthPlace> => createHealthPlace({ [mistake]: true });
  expect(await brokenBy(healthConformance({ open }))).toContain(check);
});
