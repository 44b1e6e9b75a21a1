import { expect, test } from "vitest";
import { cutEverywhere } from "../fixtures/cut-everywhere.ts";
import { anthropicStreams } from "../fixtures/anthropic-streams.fixtures.ts";
import { googleStreams } from "../fixtures/google-streams.fixtures.ts";

const recordings = [...anthropicStreams, ...googleStreams];

test.each(recordings.map((each) => [`${each.model}: ${each.name}`, each] as const))(
  "cut at any byte it is never taken for whole: %s",
  async (_, recording) => {
    expect(await cutEverywhere(recording)).toEqual([]);
  },
);
