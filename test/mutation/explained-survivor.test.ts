import { expect, test } from "vitest";
import { reconcileSurvivors } from "./explained-survivor.ts";
import { survivorOf } from "./survivor.ts";

const SOURCE = `const a = 1;
if (a > 0) {
  run(a);
}
`;

test("a survivor names its line, and the code and its replacement on one line each", () => {
  const location = { start: { line: 2, column: 12 }, end: { line: 4, column: 2 } };
  const result = { fileName: "/a.ts", id: "1", location, mutatorName: "BlockStatement" };
  const survivor = survivorOf(
    { ...result, replacement: "{}", status: "Survived" },
    "packages/a.ts",
    SOURCE,
  );
  expect(survivor).toEqual({ file: "packages/a.ts", line: 2, mutant: "{ run(a); } => {}" });
});

test("each entry explains one survivor of its file, and one that explains none is stale", () => {
  const survivor = (file: string, line: number) => ({ file, line, mutant: "a > 0 => true" });
  const survivors = [survivor("a.ts", 2), survivor("a.ts", 7), survivor("b.ts", 3)];
  const mutants = ["a > 0 => true", "a > 0 => false"];
  expect(reconcileSurvivors(survivors, [{ file: "a.ts", mutants, why: "it never is" }])).toEqual({
    unexplained: [survivor("a.ts", 7), survivor("b.ts", 3)],
    stale: ["a.ts a > 0 => false"],
  });
});
