import { isObject, listIn, stringIn } from "./json-fields.ts";

/** The text of the last turn in a list of turns, whose content is a text or a list of parts. */
export function lastText(turns: readonly unknown[]): string {
  const turn = turns.at(-1);
  if (typeof turn === "string") return turn;
  if (!isObject(turn)) return "";
  const whole = stringIn(turn, "content");
  if (whole !== undefined) return whole;
  const part = [...listIn(turn, "content"), ...listIn(turn, "parts")].at(-1);
  return isObject(part) ? (stringIn(part, "text") ?? "") : "";
}
