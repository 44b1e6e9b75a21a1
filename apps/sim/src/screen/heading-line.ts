import { fit } from "../format/fit.ts";
import { lineWidth, type Line } from "./line.ts";
import { COLORS } from "./marks.ts";

/** Columns that a panel's frame takes from its width: a border and a blank on both sides. */
export const PANEL_FRAME = 4;

/** What a panel's upper border says. */
export interface Heading {
  readonly title: string;
  /** Captions of the columns below, from {@link captionRule}; its first caption is the title. */
  readonly rule?: string;
  /** Stands at the right end. */
  readonly note?: Line;
}

/** A panel's upper border of `width` columns: title, captions or a rule, note. */
export function headingLine({ title, rule, note = [] }: Heading, width: number): Line {
  const noteColumns = note.length === 0 ? 0 : lineWidth(note) + 1;
  const inner = Math.max(0, width - PANEL_FRAME - noteColumns);
  const plain = `${title} ${"─".repeat(Math.max(0, inner - [...title].length - 1))}`;
  const base = [...fit(rule ?? plain, inner)];
  const titleColumns = [...title].length;
  return [
    { text: "╭ ", color: COLORS.quiet },
    { text: base.slice(0, titleColumns).join(""), bold: true },
    { text: base.slice(titleColumns).join(""), color: COLORS.quiet },
    ...(note.length === 0 ? [] : [{ text: " " }, ...note]),
    { text: note.length === 0 && base.at(-1) === "─" ? "─╮" : " ╮", color: COLORS.quiet },
  ];
}
