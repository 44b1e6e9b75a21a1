import { PassThrough, Writable } from "node:stream";
import type { Shell } from "../src/cli/shell.ts";

/** A terminal that nobody looks at: keys are typed into it, and what is drawn is handed on. */
export interface DrawnTerminal {
  readonly shell: Shell;
  type(keys: string): void;
}

export function createDrawnTerminal(
  columns: number,
  rows: number,
  onDrawn: (text: string) => void,
): DrawnTerminal {
  const write = (chunk: Buffer, _encoding: BufferEncoding, done: () => void): void => {
    onDrawn(chunk.toString("utf8"));
    done();
  };
  const look = { isTTY: true, columns, rows, getColorDepth: () => 24 };
  const stdout = Object.assign(new Writable({ write }), look);
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  // Streams that have what a terminal's have, as far as it is used.
  const shell = {
    stdin,
    stdout,
    stderr: stdout,
    env: process.env,
    onInterrupt: () => () => {},
  } as unknown as Shell;
  return { shell, type: (keys) => void stdin.write(keys) };
}
