import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DRAFT_ROWS } from "../hands/fault-draft.ts";
import {
  CLOSED_PALETTE,
  faultRow,
  stepPalette,
  type Palette,
  type PaletteCommand,
  type PaletteHands,
} from "./palette.ts";

const HANDS: PaletteHands = {
  targets: [
    { words: "@primary, openai", target: { provider: "@primary" } },
    { words: "provider google", target: { provider: "google" } },
  ],
  draftOf: (_fault, draft) => ({ ...draft, kind: 2, strength: 1 }),
};
const FAULTS = ["outage-primary", "slow"];

function after(...commands: readonly PaletteCommand[]): Palette {
  return commands.reduce(
    (palette, command) => stepPalette(palette, command, HANDS, FAULTS).palette,
    CLOSED_PALETTE,
  );
}

const DOWN_TO_FAULTS = DRAFT_ROWS.map(() => "down" as const);

test("the cursor stays in the form and the faults in force, whatever is pressed", () => {
  const aCommand = fc.constantFrom<PaletteCommand>(
    "up",
    "down",
    "back",
    "forward",
    "open",
    "end-fault",
  );
  const rows: readonly string[] = [...DRAFT_ROWS, ...FAULTS.map(faultRow)];
  fc.assert(
    fc.property(fc.array(aCommand), (commands) => {
      expect(rows).toContain(after(...commands).row);
    }),
  );
});

test("Enter in the form begins what is chosen there", () => {
  const palette = after("down", "forward");
  const { deed } = stepPalette(palette, "open", HANDS, FAULTS);
  expect(deed).toEqual({ kind: "begin", draft: { kind: 0, target: 1, strength: 0, length: 0 } });
});

test("Enter on a fault edits it: the next Enter begins the draft in its place", () => {
  const editing = after(...DOWN_TO_FAULTS, "open");
  expect(editing).toMatchObject({ instead: "outage-primary", row: "strength" });
  const { palette, deed } = stepPalette(editing, "open", HANDS, FAULTS);
  expect(deed).toMatchObject({ kind: "begin", instead: "outage-primary", draft: { kind: 2 } });
  expect(palette.instead).toBeUndefined();
});

test("x ends the fault under the cursor, and nothing in the form", () => {
  const onSlow = after(...DOWN_TO_FAULTS, "down");
  expect(stepPalette(onSlow, "end-fault", HANDS, FAULTS).deed).toEqual({
    kind: "end",
    fault: "slow",
  });
  expect(stepPalette(CLOSED_PALETTE, "end-fault", HANDS, FAULTS).deed).toBeUndefined();
});

test("a cursor on a fault that is over stands in the form again", () => {
  const onSlow = after(...DOWN_TO_FAULTS, "down");
  expect(stepPalette(onSlow, "end-fault", HANDS, ["outage-primary"]).deed).toBeUndefined();
});
