import { expect, test } from "vitest";
import { z } from "zod";
import { runSwitchyard } from "../fixtures/run-switchyard.ts";

const text = z.strictObject({ text: z.string().min(1) });
const level = z.enum(["none", "note", "warning", "error"]);

/** What the OASIS standard, SARIF 2.1.0, requires of the parts that are written. */
const SarifLog = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"), // 3.13.2
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1), // 3.19.8
          rules: z.array(
            z.strictObject({
              id: z.string().min(1), // 3.49.3
              shortDescription: text,
              fullDescription: text,
              help: text,
              defaultConfiguration: z.strictObject({ level }),
            }),
          ),
        }),
      }),
      columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]), // 3.14.17
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0).exactOptional(), // 3.27.6
          level, // 3.27.10
          message: text, // 3.27.11
          locations: z.array(
            z.strictObject({
              physicalLocation: z.strictObject({
                artifactLocation: z.strictObject({ uri: z.string().regex(/^[^\s\\]+$/) }), // 3.4.3
                region: z
                  .strictObject({ startLine: z.int().min(1), startColumn: z.int().min(1) }) // 3.30
                  .exactOptional(),
              }),
              logicalLocations: z.array(
                z.strictObject({ fullyQualifiedName: z.string(), kind: z.string() }),
              ),
            }),
          ),
          suppressions: z
            .array(
              z.strictObject({
                kind: z.enum(["inSource", "external"]), // 3.35.2
                status: z.enum(["accepted", "underReview", "rejected"]), // 3.35.3
                justification: z.string(),
              }),
            )
            .exactOptional(),
        }),
      ),
    }),
  ),
});

test("SARIF has what the standard requires, and every result its rule", async () => {
  const { code, out } = await runSwitchyard(
    "check",
    "builtin/support-platform",
    "builtin/starter",
    "--sarif",
    "--date",
    "2026-11-25",
  );

  expect(code).toBe(0);
  const [run] = SarifLog.parse(JSON.parse(out)).runs;
  expect(run?.results.length).toBeGreaterThan(3);
  for (const { ruleId, ruleIndex } of run?.results ?? []) {
    expect(run?.tool.driver.rules[ruleIndex ?? -1]?.id).toBe(ruleId);
  }
});
