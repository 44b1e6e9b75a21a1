/**
 * Breaks text at spaces into lines of at most `width` characters; the lines after the first begin
 * with `indent`. A word longer than a line stands alone on one.
 */
export function wrapText(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of text.split(" ")) {
    if (line === undefined) line = word;
    else if (line.trim() === "" || line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = `${indent}${word}`;
    }
  }
  return [...lines, line ?? ""].join("\n");
}
