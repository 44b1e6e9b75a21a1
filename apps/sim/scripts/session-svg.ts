import { ansiRuns, type Run } from "./ansi-runs.ts";

/** One picture of a session. */
export interface Shot {
  readonly lines: readonly string[];
  /** What was done just before, in words. */
  readonly caption: string;
  /** How long it is shown. */
  readonly durationMs: number;
}

const CELL = { width: 8, height: 17 } as const;
const MARGIN = 14;
const INK = "#c9d1d9";
const PAPER = "#0d1117";

/** A text that stays the same from one shot up to another. */
interface Stretch {
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly runs: readonly Run[];
}

/**
 * A session as a picture that moves without a script. A line that stays is one element, however
 * many shots it is in; who wants no motion sees the shot `still`.
 */
export function sessionSvg(
  shots: readonly Shot[],
  still: number,
  title: string,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string {
  const width = columns * CELL.width + 2 * MARGIN;
  const height = (rows + 2) * CELL.height + 2 * MARGIN;
  const captioned = shots.map(({ lines, caption }) => [
    ...Array.from({ length: rows }, (_, row) => lines[row] ?? ""),
    "",
    `\u001B[1m${caption}\u001B[22m`,
  ]);
  const stretches = stretchesOf(captioned);
  const name = ({ from, to }: Stretch): string => `s${from}-${to}`;
  const names = new Map(stretches.map((stretch) => [name(stretch), stretch]));
  const ends = shots.map((_, index) => shots.slice(0, index + 1).reduce(addDuration, 0));
  const totalMs = ends.at(-1) ?? 0;
  const percent = (shot: number): string =>
    (((shot === 0 ? 0 : (ends[shot - 1] ?? 0)) / totalMs) * 100).toFixed(2);
  const rules = [...names].map(([key, { from, to }]) => {
    if (from === 0 && to === shots.length) return "";
    const start = from === 0 ? "" : "0%{opacity:0}";
    const end = to === shots.length ? "" : `${percent(to)}%{opacity:0}`;
    const isInStill = from <= still && still < to;
    return (
      `@keyframes ${key}{${start}${percent(from)}%{opacity:1}${end}}` +
      `.${key}{animation:${key} ${totalMs / 1_000}s step-end infinite}` +
      (isInStill ? "" : `@media(prefers-reduced-motion){.${key}{opacity:0}}`)
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>text{font:13px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:${INK};` +
      `white-space:pre}.b{font-weight:700}.d{opacity:.6}.i{fill:${PAPER}}${rules.join("")}` +
      `@media(prefers-reduced-motion){*{animation:none!important}}</style>`,
    `<rect width="100%" height="100%" rx="8" fill="${PAPER}"/>`,
    ...stretches.map((stretch) => `<g class="${name(stretch)}">${drawn(stretch)}</g>`),
    "</svg>",
    "",
  ].join("\n");
}

function addDuration(sum: number, { durationMs }: Shot): number {
  return sum + durationMs;
}

function stretchesOf(shots: readonly (readonly string[])[]): readonly Stretch[] {
  const rows = shots[0]?.length ?? 0;
  return Array.from({ length: rows }, (_, row) => row).flatMap((row) => {
    const stretches: Stretch[] = [];
    for (let from = 0, to = 1; from < shots.length; from = to, to += 1) {
      const line = shots[from]?.[row] ?? "";
      while (to < shots.length && shots[to]?.[row] === line) to += 1;
      const y = MARGIN + row * CELL.height;
      if (line.trim() !== "") stretches.push({ y, from, to, runs: ansiRuns(line) });
    }
    return stretches;
  });
}

/** Each run at its column, so that a font of another width leaves everything in its place. */
function drawn({ y, runs }: Stretch): string {
  let column = 0;
  return runs
    .map((run) => {
      const x = MARGIN + column * CELL.width;
      const length = [...run.text].length;
      column += length;
      const width = length * CELL.width;
      const isBlank = run.text.trim() === "";
      const back = run.isInverse
        ? `<rect x="${x}" y="${y}" width="${width}" height="${CELL.height}" fill="${run.color ?? INK}"/>`
        : "";
      if (isBlank) return back;
      const classes = [run.isBold && "b", run.isDim && "d", run.isInverse && "i"].filter(Boolean);
      const look =
        (classes.length === 0 ? "" : ` class="${classes.join(" ")}"`) +
        (run.color === undefined || run.isInverse ? "" : ` style="fill:${run.color}"`);
      const text = escaped(run.text.trimEnd());
      const shown = [...run.text.trimEnd()].length * CELL.width;
      return `${back}<text x="${x}" y="${y + 13}" textLength="${shown}"${look}>${text}</text>`;
    })
    .join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
