/** Ids are short. */
const SLUG_LENGTH_MAX = 40;

/** A name as a part of an id. */
export function slugOf(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return plain.slice(0, SLUG_LENGTH_MAX).replaceAll(/^-|-$/g, "");
}

/** The id itself, or with the first number that makes it a new one. */
export function freeId(id: string, taken: readonly string[]): string {
  let free = id;
  for (let number = 2; taken.includes(free); number += 1) free = `${id}-${number}`;
  return free;
}
