/** Characters gathered before they are passed on: large enough that a write costs next to nothing. */
const CHUNK_CHARACTERS = 65_536;

/** Gathers lines into chunks that end at a line end. */
export interface LineBuffer {
  /** Takes one line without its line end. */
  push(line: string): void;
  /** Passes on what was gathered. */
  flush(): void;
}

/** A buffer that calls `take` with chunks of whole lines, each of about `chunkCharacters`. */
export function createLineBuffer(
  take: (chunk: string) => void,
  chunkCharacters: number = CHUNK_CHARACTERS,
): LineBuffer {
  let gathered = "";
  const flush = (): void => {
    if (gathered === "") return;
    const chunk = gathered;
    gathered = "";
    take(chunk);
  };
  const push = (line: string): void => {
    gathered += `${line}\n`;
    if (gathered.length >= chunkCharacters) flush();
  };
  return { push, flush };
}
