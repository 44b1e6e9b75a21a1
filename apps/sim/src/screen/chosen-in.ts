import type { Frame } from "./frame.ts";
import { chosenOf, listOf, type ListName } from "./navigation.ts";
import { visibleLists } from "./visible-lists.ts";

/** The chosen line of a list that the cursor is in; undefined: it is in another. */
export function chosenIn({ model, nav }: Frame, list: ListName): string | undefined {
  if (listOf(nav) !== list) return undefined;
  return chosenOf(nav, list, visibleLists(model, nav));
}
