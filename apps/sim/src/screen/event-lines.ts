import { instantTextTenths } from "../format/instant-text.ts";
import type { ViewModel } from "../view/view-model.ts";
import { cursorLine, fitLine, spreadLine, windowStart, type Line } from "./line.ts";
import { SEVERITY_MARKS } from "./marks.ts";
import { notableKey } from "./visible-lists.ts";

const WORD_COLUMNS = 9;

/** The last notable events, newest first. */
export function eventLines(
  model: ViewModel,
  width: number,
  height: number,
  chosen?: string,
): readonly Line[] {
  const newest = model.notables.toReversed();
  const at = newest.findIndex((notable) => notableKey(notable) === chosen);
  const from = windowStart(at, newest.length, height);
  return newest.slice(from, from + height).map((notable) => {
    const { atMs, severity, word, text, count } = notable;
    const { glyph, color } = SEVERITY_MARKS[severity];
    const time = instantTextTenths(model, atMs);
    const start: Line = [
      { text: `${time} `, dim: true },
      { text: `${glyph} `, color },
      ...fitLine([{ text: word, color }], WORD_COLUMNS),
      { text: text },
    ];
    const line =
      count === 1
        ? fitLine(start, width)
        : spreadLine(start, [{ text: `×${count}`, bold: true }], width);
    return cursorLine(line, notableKey(notable) === chosen);
  });
}
