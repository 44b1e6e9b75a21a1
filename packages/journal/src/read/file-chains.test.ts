import * as fc from "fast-check";
import { expect, test } from "vitest";
import { rotatedFile } from "../write/rotation.ts";
import { fileChains } from "./file-chains.ts";

test("a writer's files are one chain in the order of their numbers, whatever their names", () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,8}$/);
  const base = fc.constantFrom("events.jsonl", "logs/all.jsonl", "journal");
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 2_000_000 }), { minLength: 1 });
  fc.assert(
    fc.property(base, name, numbers, fc.boolean(), (file, process, some, isPacked) => {
      const files = some.map(
        (number) => rotatedFile(file, process, number) + (isPacked && number % 2 ? ".gz" : ""),
      );
      const [chain, ...more] = fileChains(files);
      expect(more).toEqual([]);
      expect(chain?.isOneWriter).toBe(true);
      const ordered = [...some].sort((a, b) => a - b);
      expect(chain?.files.map((each) => files.indexOf(each))).toEqual(
        ordered.map((number) => some.indexOf(number)),
      );
    }),
  );
});

test("files of two writers, and files of other names, are chains of their own", () => {
  const files = ["e.a.000001.jsonl", "e.b.000001.jsonl", "e.jsonl", "e.jsonl.gz", "e.1.jsonl"];
  expect(fileChains(files).map(({ files: [file] }) => file)).toEqual(files);
  expect(fileChains(files).map(({ isOneWriter }) => isOneWriter)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
