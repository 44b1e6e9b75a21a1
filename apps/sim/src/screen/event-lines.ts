import { instantTextTenths } from "../format/instant-text.ts";
import type { ViewModel } from "../view/view-model.ts";
import { fitLine, spreadLine, type Line } from "./line.ts";
import { SEVERITY_MARKS } from "./marks.ts";

const WORD_COLUMNS = 9;

/** The last notable events, newest first. */
export function eventLines(model: ViewModel, width: number, height: number): readonly Line[] {
  const newest = model.notables.slice(-height).toReversed();
  return newest.map(({ atMs, severity, word, text, count }) => {
    const { glyph, color } = SEVERITY_MARKS[severity];
    const time = instantTextTenths(model, atMs);
    const start: Line = [
      { text: `${time} `, dim: true },
      { text: `${glyph} `, color },
      ...fitLine([{ text: word, color }], WORD_COLUMNS),
      { text: text },
    ];
    return count === 1
      ? fitLine(start, width)
      : spreadLine(start, [{ text: `×${count}`, bold: true }], width);
  });
}
