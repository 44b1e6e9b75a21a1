import { isObject } from "./json-fields.ts";

/** Words that ask for a short answer, in English. */
const SHORT = /\b(short|shortly|brief|briefly|concise|concisely)\b/i;

/** Roles whose turns stand over the conversation in the OpenAI formats. */
const SYSTEM_ROLES: ReadonlySet<unknown> = new Set(["system", "developer"]);

/** Whether a system prompt asks for a short answer: a text, parts of one, or turns with them. */
export function isAskedShort(system: unknown): boolean {
  if (typeof system === "string") return SHORT.test(system);
  if (Array.isArray(system)) return system.some(isAskedShort);
  if (!isObject(system)) return false;
  return [system["text"], system["content"], system["parts"]].some(isAskedShort);
}

/** The turns of a list that stand over the conversation. */
export function systemTurns(turns: readonly unknown[]): readonly unknown[] {
  return turns.filter((turn) => isObject(turn) && SYSTEM_ROLES.has(turn["role"]));
}
