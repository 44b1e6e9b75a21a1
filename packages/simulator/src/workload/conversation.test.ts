import type { TextPart } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import { drawConversation, hearConversation, tellOverTurns } from "./conversation.ts";

const PARTS = Array.from({ length: 20 }, (_, index): TextPart => ({
  type: "text",
  text: `${index}.`,
}));

test("an input told over turns loses nothing and ends with the user's", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 30 }), (turns) => {
      const messages = tellOverTurns(PARTS, turns);
      const parts = messages.flatMap(({ role, content }) =>
        role === "user" && typeof content !== "string" ? content.slice(1) : [],
      );
      expect(parts).toEqual(PARTS);
      expect(messages).toHaveLength(2 * turns - 1);
      expect(messages.at(-1)?.role).toBe("user");
    }),
  );
});

test("a provider hears the turns that it was sent, and whether what is spoken of is among them", () => {
  const messages = tellOverTurns(PARTS, 12);
  const heard = (from: number, needs?: number): unknown =>
    hearConversation(JSON.stringify(messages.slice(from)), {
      turns: 12,
      ...(needs !== undefined && { needs }),
    });
  expect(heard(0, 1)).toEqual({ share: 1, isEnough: true });
  // Turns 1 and 12 must not be taken for each other.
  expect(heard(2, 1)).toEqual({ share: 11 / 12, isEnough: false });
  expect(heard(2, 2)).toEqual({ share: 11 / 12, isEnough: true });
  expect(heard(22)).toEqual({ share: 1 / 12, isEnough: true });
});

test("so many asks are of conversations as are wanted, and later turns are spoken of more", () => {
  const rng = createKeyedRng("talks");
  const drawn = Array.from({ length: 4_000 }, (_, index) =>
    drawConversation({ share: 0.5, turns: 4 }, rng.fork(String(index))),
  ).filter((script) => script !== undefined);
  expect(drawn.length / 4_000).toBeCloseTo(0.5, 1);
  const share = (turn: number | undefined): number =>
    drawn.filter(({ needs }) => needs === turn).length / drawn.length;
  expect(share(undefined)).toBeCloseTo(0.6, 1);
  expect(share(3)).toBeGreaterThan(share(2));
  expect(share(2)).toBeGreaterThan(share(1) * 0.9);
  expect(share(4)).toBe(0);
});
