import type { Message } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { pruneTurns } from "./prune-turns.ts";

/** A message counts what it is long. */
const count = (messages: readonly Message[]): number => JSON.stringify(messages).length;

const user = (content: string): Message => ({ role: "user", content });
const assistant = (content: string): Message => ({ role: "assistant", content });
const call = (toolCallId: string): Message => ({
  role: "assistant",
  content: [{ type: "tool-call", toolCallId, toolName: "find", input: { q: "x" } }],
});
const result = (toolCallId: string): Message => ({
  role: "tool",
  content: [{ type: "tool-result", toolCallId, toolName: "find", output: "found" }],
});

const SYSTEM: Message = { role: "system", content: "Be brief." };
const FIRST = [user("one"), call("a"), result("a"), assistant("first")];
const SECOND = [user("two"), assistant("second")];
const LAST = [user("three"), call("b"), result("b")];
const TALK = [SYSTEM, ...FIRST, ...SECOND, ...LAST];

/** A conversation as applications have them, with tool calls answered at once or a turn later. */
function aConversation(): fc.Arbitrary<readonly Message[]> {
  const aText = fc.string({ maxLength: 12 });
  const aTurn = fc.record({
    asked: fc.array(aText, { minLength: 1, maxLength: 2 }),
    steer: fc.option(aText),
    calls: fc.nat({ max: 2 }),
    isLate: fc.boolean(),
    said: fc.option(aText),
  });
  return fc.tuple(fc.boolean(), fc.array(aTurn, { maxLength: 6 })).map(([isLed, turns]) => {
    const messages: Message[] = isLed ? [SYSTEM] : [];
    let late: readonly Message[] = [];
    for (const [turn, { asked, steer, calls, isLate, said }] of turns.entries()) {
      const ids = Array.from({ length: calls }, (_, index) => `${turn}-${index}`);
      const results = ids.map(result);
      const steered: readonly Message[] =
        steer === null ? [] : [{ role: "system", content: steer }];
      const answered = isLate ? [] : results;
      messages.push(...asked.map(user), ...steered, ...late, ...ids.map(call), ...answered);
      if (said !== null) messages.push(assistant(said));
      late = isLate ? results : [];
    }
    messages.push(...late);
    return messages;
  });
}

const aCase = fc.record({
  messages: aConversation(),
  tokensMax: fc.nat({ max: 1_500 }),
  keepSystem: fc.boolean(),
});

test("a conversation that fits is left as it is", () => {
  const options = { tokensMax: count(TALK), keepSystem: true };
  expect(pruneTurns(TALK, options, count)).toEqual({
    messages: TALK,
    tokens: count(TALK),
    dropped: 0,
  });
});

test("the oldest turns go first and whole, and no more of them than must", () => {
  const tokensMax = count([SYSTEM, ...SECOND, ...LAST]);
  const cut = (limit: number): readonly Message[] =>
    pruneTurns(TALK, { tokensMax: limit, keepSystem: true }, count).messages;
  expect(cut(tokensMax)).toEqual([SYSTEM, ...SECOND, ...LAST]);
  expect(cut(tokensMax - 1)).toEqual([SYSTEM, ...LAST]);
});

test("what must stay stays though it is too large, and the count says so", () => {
  expect(pruneTurns(TALK, { tokensMax: 1, keepSystem: true }, count)).toEqual({
    messages: [SYSTEM, ...LAST],
    tokens: count([SYSTEM, ...LAST]),
    dropped: 6,
  });
  expect(pruneTurns(TALK, { tokensMax: 1, keepSystem: false }, count).messages).toEqual(LAST);
  expect(pruneTurns([], { tokensMax: 1, keepSystem: true }, count).messages).toEqual([]);
});

test("order is kept, and only older messages are left out than any that is left", () => {
  fc.assert(
    fc.property(aCase, ({ messages, ...options }) => {
      const pruned = pruneTurns(messages, options, count);
      const left = new Set(pruned.messages);
      expect(pruned.messages).toEqual(messages.filter((message) => left.has(message)));
      expect(pruned.dropped).toBe(messages.length - pruned.messages.length);
      const gone = messages.filter((message) => !left.has(message));
      const lastGone = messages.findLastIndex((message) => gone.includes(message));
      const older = messages.slice(0, lastGone + 1).filter((message) => left.has(message));
      expect(older.every(({ role }) => options.keepSystem && role === "system")).toBe(true);
      expect(options.keepSystem && gone.some(({ role }) => role === "system")).toBe(false);
    }),
  );
});

test("no tool call is left without its result, and no result without its call", () => {
  const idsOf = (messages: readonly Message[], type: "tool-call" | "tool-result"): Set<string> =>
    new Set(
      messages.flatMap(({ content }) =>
        typeof content === "string"
          ? []
          : content.flatMap((part) => (part.type === type ? [part.toolCallId] : [])),
      ),
    );
  fc.assert(
    fc.property(aCase, ({ messages, ...options }) => {
      const left = pruneTurns(messages, options, count).messages;
      const answered = idsOf(messages, "tool-result");
      for (const id of idsOf(left, "tool-result")) expect(idsOf(left, "tool-call")).toContain(id);
      const calls = [...idsOf(left, "tool-call")].filter((id) => answered.has(id));
      for (const id of calls) expect(idsOf(left, "tool-result")).toContain(id);
    }),
  );
});

test("the target is met, or nothing more could go", () => {
  fc.assert(
    fc.property(aCase, ({ messages, ...options }) => {
      const pruned = pruneTurns(messages, options, count);
      expect(pruned.tokens).toBe(count(pruned.messages));
      if (pruned.tokens <= options.tokensMax) return;
      const none = pruneTurns(messages, { ...options, tokensMax: 0 }, count);
      expect(pruned.messages).toEqual(none.messages);
      // The user's last words are what is asked.
      const asked = messages.filter(({ role }) => role === "user").slice(-1);
      expect(pruned.messages).toEqual(expect.arrayContaining(asked));
    }),
  );
});
