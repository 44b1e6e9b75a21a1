import type { Hands } from "../hands/create-hands.ts";
import {
  changeDraft,
  DRAFT_ROWS,
  FIRST_DRAFT,
  type DraftRow,
  type FaultDraft,
  type TargetChoice,
} from "../hands/fault-draft.ts";
import type { FaultView } from "../view/fault-view.ts";
import type { KeyCommand } from "./key-command.ts";

/** The fault palette: a form on top, the faults in force under it, and a cursor over both. */
export interface Palette {
  readonly draft: FaultDraft;
  /** The key of the row that the cursor is on. */
  readonly row: string;
  /** The fault in force that the draft is to take the place of. Absent: the draft is a new one. */
  readonly instead?: string;
}

/** What a key in the palette asks to be done. */
export type PaletteDeed =
  | { readonly kind: "begin"; readonly draft: FaultDraft; readonly instead?: string }
  | { readonly kind: "end"; readonly fault: string };

/** What the palette has to know of the run. */
export type PaletteHands = Pick<Hands, "targets" | "draftOf">;

export interface PaletteStep {
  readonly palette: Palette;
  readonly deed?: PaletteDeed;
}

export const CLOSED_PALETTE: Palette = { draft: FIRST_DRAFT, row: "kind" };

/** A command that means something else in the palette than elsewhere. */
export type PaletteCommand = Extract<
  KeyCommand,
  "up" | "down" | "back" | "forward" | "open" | "end-fault"
>;

export function isPaletteCommand(command: KeyCommand): command is PaletteCommand {
  const commands: readonly KeyCommand[] = ["up", "down", "back", "forward", "open", "end-fault"];
  return commands.includes(command);
}

/** The faults that can be ended or changed, in the order in which they are shown. */
export function faultsInForce(faults: readonly FaultView[]): readonly FaultView[] {
  return faults.filter(({ state }) => state === "active");
}

/** The key of a fault's row: no row of the form has a blank. */
export function faultRow(fault: string): string {
  return `fault ${fault}`;
}

/** The palette after a key, and what is to be done. Pure. */
export function stepPalette(
  palette: Palette,
  command: PaletteCommand,
  { targets, draftOf }: PaletteHands,
  faults: readonly string[],
): PaletteStep {
  const rows = [...DRAFT_ROWS, ...faults.map(faultRow)];
  const at = Math.max(0, rows.indexOf(palette.row));
  const row = DRAFT_ROWS[at];
  const fault = faults[at - DRAFT_ROWS.length];
  switch (command) {
    case "up":
      return { palette: { ...palette, row: rows[Math.max(0, at - 1)] ?? palette.row } };
    case "down":
      return { palette: { ...palette, row: rows[at + 1] ?? palette.row } };
    case "back":
      return { palette: withChange(palette, row, -1, targets) };
    case "forward":
      return { palette: withChange(palette, row, 1, targets) };
    case "end-fault":
      return fault === undefined ? { palette } : { palette, deed: { kind: "end", fault } };
    case "open":
      return fault === undefined ? beginDraft(palette) : { palette: edit(palette, fault, draftOf) };
    default:
      return command satisfies never;
  }
}

function withChange(
  palette: Palette,
  row: DraftRow | undefined,
  by: 1 | -1,
  targets: readonly TargetChoice[],
): Palette {
  if (row === undefined) return palette;
  return { ...palette, draft: changeDraft(palette.draft, row, by, targets) };
}

/** The form is for a new fault again afterwards. */
function beginDraft({ draft, row, instead }: Palette): PaletteStep {
  return {
    palette: { draft, row },
    deed: { kind: "begin", draft, ...(instead !== undefined && { instead }) },
  };
}

/** The cursor goes to what is most likely to be changed. */
function edit({ draft }: Palette, fault: string, draftOf: PaletteHands["draftOf"]): Palette {
  return { draft: draftOf(fault, draft), row: "strength", instead: fault };
}
