import type { Stryker } from "@stryker-mutator/core";

/** One mutant and what became of it. */
export type MutantResult = Awaited<ReturnType<Stryker["runMutationTest"]>>[number];

/** A mutant that no test noticed. */
export interface Survivor {
  /** Path from the repository's root. */
  readonly file: string;
  readonly line: number;
  /** `code => replacement`, each on one line and cut after 80 characters. */
  readonly mutant: string;
}

const SHOWN_CHARS = 80;

/** The survivor that `result` tells of, in the file whose text is `source`. */
export function survivorOf(
  { location: { start, end }, replacement = "" }: MutantResult,
  file: string,
  source: string,
): Survivor {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  const code = lines
    .map((line, index) => (index === last ? line.slice(0, end.column - 1) : line))
    .map((line, index) => (index === 0 ? line.slice(start.column - 1) : line))
    .join(" ");
  return { file, line: start.line, mutant: `${onOneLine(code)} => ${onOneLine(replacement)}` };
}

function onOneLine(code: string): string {
  const flat = code.replaceAll(/\s+/g, " ").trim();
  return flat.length > SHOWN_CHARS ? `${flat.slice(0, SHOWN_CHARS)}…` : flat;
}
