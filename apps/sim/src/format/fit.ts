/** Text of exactly `width` columns: padded with blanks, or cut with an ellipsis. */
export function fit(text: string, width: number, align: "left" | "right" = "left"): string {
  const characters = [...text];
  if (width <= 0) return "";
  if (characters.length > width) {
    return width === 1 ? "…" : `${characters.slice(0, width - 1).join("")}…`;
  }
  const blanks = " ".repeat(width - characters.length);
  return align === "left" ? `${text}${blanks}` : `${blanks}${text}`;
}
