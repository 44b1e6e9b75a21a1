import { expect, test } from "vitest";
import { streamRecordings } from "../packages/providers/src/fixtures/stream-recordings.ts";
import { COMMITS } from "./cut-streams/cut-router.ts";
import { cutThroughRouter } from "./cut-streams/cut-through-router.ts";

/** One recording of each provider that has a text; `packages/sdk/scripts/prove-cut-streams.ts` cuts all. */
const recordings = [...new Set(streamRecordings.map(({ model }) => model))].flatMap(
  (model) =>
    streamRecordings.find(
      ({ expected, ...each }) =>
        each.model === model && expected.ok && (expected.response.text ?? "") !== "",
    ) ?? [],
);

/** Every byte is cut at under the first policy; the others begin as it does. */
const LATER_STEP_BYTES = 7;

/** The second endpoint goes on with any wire's text alike: the script tries them all. */
function isShort({ model }: (typeof recordings)[number]): boolean {
  return model.startsWith("mistral/");
}

test("every wire format is there", () => {
  expect(recordings.map(({ model }) => model.split("/")[0])).toEqual([
    "openai",
    "chat",
    "mistral",
    "anthropic",
    "google",
  ]);
});

test.each(
  recordings.flatMap((recording) =>
    COMMITS.filter((commit) => commit !== "continue" || isShort(recording)).map(
      (commit) => [recording.model, commit, recording] as const,
    ),
  ),
)("%s, cut anywhere, is never complete nor spliced: %s", async (_, commit, recording) => {
  const stepBytes = commit === COMMITS[0] ? 1 : LATER_STEP_BYTES;
  const { streams, faults } = await cutThroughRouter(recording, commit, stepBytes);
  expect(faults).toEqual([]);
  expect(streams).toBeGreaterThan(50);
});
