import { expect, test } from "vitest";
import { cutEverywhere } from "../fixtures/cut-everywhere.ts";
import { chatStreams } from "../fixtures/chat-streams.fixtures.ts";
import { responsesStreams } from "../fixtures/responses-streams.fixtures.ts";

const recordings = [...responsesStreams, ...chatStreams];

test.each(recordings.map((each) => [`${each.model}: ${each.name}`, each] as const))(
  "cut at any byte it is never taken for whole: %s",
  async (_, recording) => {
    expect(await cutEverywhere(recording)).toEqual([]);
  },
);
