import type { AskRequest, FilePart, Message } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { REQUEST } from "../../test/sample-router.ts";
import { BOUND, createRequestCounter, ESTIMATE } from "./request-tokens.ts";
import { createTextMemo } from "./text-memo.ts";

/** One token for each character: then counts can be read. */
const byLength = (text: string): number => text.length;
const estimate = createRequestCounter(byLength, ESTIMATE);
const bound = createRequestCounter(byLength, BOUND);
const asking = (request: Partial<AskRequest>): AskRequest => ({ ...REQUEST, ...request });
const filed = (file: Omit<FilePart, "type">): AskRequest =>
  asking({ input: [{ role: "user", content: [{ type: "file", ...file }] }] });

/** Tokens of a request and a message before any content. */
const EMPTY = 64 + 8;

test("a bound holds a provider's framing of a request and of each message", () => {
  expect(bound(asking({ input: "abc" }))).toBe(EMPTY + 3);
  const turn = { role: "user", content: "abc" } as const;
  expect(bound(asking({ input: [turn, turn] }))).toBe(EMPTY + 3 + 8 + 3);
});

test("tools and an output schema are counted, and a provider's own prompt for them once", () => {
  const tool = { name: "t", description: "d", inputSchema: { type: "object" } };
  const schema = { type: "object", required: ["a"] };
  const tokens = bound(asking({ input: "", tools: [tool, { ...tool }], output: { schema } }));

  expect(tokens).toBe(
    EMPTY + 700 + 2 * JSON.stringify(tool).length + JSON.stringify(schema).length,
  );
  expect(bound(asking({ input: "", tools: [] }))).toBe(EMPTY);
});

test.each([
  ["an image", "image/png", { base64: "A".repeat(80_000) }, 1_600, 4_800],
  ["an image by its URL", "image/png", { url: "https://x.test/a" }, 1_600, 4_800],
  ["a document by its URL", "application/pdf", { url: "https://x.test/a" }, 1_600, 4_800],
  ["a small document", "application/pdf", { base64: "A".repeat(1_600) }, 300, 4_800],
  ["a large document", "application/pdf", { base64: "A".repeat(160_000) }, 30_000, 30_000],
  // Five letters of which one takes two bytes: a text is read as what it says.
  ["a text", "text/plain", { base64: Buffer.from("Grüße").toString("base64") }, 5, 5],
] as const)("%s counts by a stated rule", (_, mediaType, data, likely, most) => {
  expect(estimate(filed({ mediaType, data }))).toBe(Math.ceil((4 + likely) * 1.15));
  expect(bound(filed({ mediaType, data }))).toBe(EMPTY + most);
});

test("a bound is never below the estimate's own count without its margin", () => {
  const aText = fc.string({ maxLength: 40 });
  const aMessage: fc.Arbitrary<Message> = fc.oneof(
    aText.map((content) => ({ role: "system", content }) as const),
    aText.map((text) => ({ role: "user", content: [{ type: "text", text }] }) as const),
  );
  const plain = createRequestCounter(byLength, { ...ESTIMATE, margin: 1 });

  fc.assert(
    fc.property(fc.array(aMessage, { maxLength: 8 }), (input) => {
      expect(bound(asking({ input }))).toBeGreaterThanOrEqual(plain(asking({ input })));
    }),
  );
});

test("of a conversation of 50 turns the next ask counts only the newest turn", () => {
  const memo = createTextMemo({ entriesMax: 100, charactersMax: 10_000 });
  let counted = 0;
  const count = createRequestCounter((text) => {
    const known = memo.get(text);
    if (known !== undefined) return known;
    counted += 1;
    memo.set(text, text.length);
    return text.length;
  }, BOUND);
  const turns = Array.from(
    { length: 51 },
    (_, turn) => ({ role: "user", content: `turn ${turn}` }) as const,
  );

  count(asking({ input: turns.slice(0, 50) }));
  expect(counted).toBe(50);
  count(asking({ input: turns }));
  expect(counted).toBe(51);
});

test("tools declared once are written out once", () => {
  let counted = 0;
  const count = createRequestCounter(() => (counted += 1), BOUND);
  const tools = [{ name: "t", inputSchema: {} }];
  const output = { schema: { type: "object" } };

  count(asking({ input: "", tools, output }));
  count(asking({ input: "", tools, output }));

  // The tool, the schema, and the empty prompt twice.
  expect(counted).toBe(4);
});
