/** The id of a rehearsal's ask: `r-000001` is the first. */
export function askIdOf(index: number): string {
  return `r-${String(index + 1).padStart(6, "0")}`;
}

/** The id of the same ask made again, from the second time on: `r-000001/again-1`. */
export function reaskIdOf(index: number, again: number): string {
  return `${askIdOf(index)}/again-${again}`;
}

/** The index of the ask that an attempt or ask id belongs to; undefined for an id of another make. */
export function askIndexOf(id: string): number | undefined {
  const [, number] = /^r-(\d{6,9})(?:\/|$)/.exec(id) ?? [];
  return number === undefined ? undefined : Number(number) - 1;
}
