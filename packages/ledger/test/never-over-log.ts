import { fdatasync, openSync, readFileSync, write } from "node:fs";
import { promisify } from "node:util";

/** What a process is about to do, or was told that it did. */
export interface LoggedOperation {
  readonly step: "intent" | "done" | "denied";
  readonly operation: "reserve" | "settle" | "release";
  readonly attemptId: string;
  readonly amountMicroUsd: number;
}

/** Appends operations to a file; what is appended is on the disk when the promise resolves. */
export function createOperationLog(file: string): (entry: LoggedOperation) => Promise<void> {
  const descriptor = openSync(file, "a");
  let lines: string[] = [];
  let flushing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const text = lines.join("");
    lines = [];
    if (text === "") return;
    await promisify(write)(descriptor, text);
    await promisify(fdatasync)(descriptor);
  };
  return async (entry) => {
    lines.push(`${JSON.stringify(entry)}\n`);
    // Whoever comes while a flush is under way shares the next one.
    flushing = flushing.then(flush);
    await flushing;
  };
}

/** A line that a kill cut short was not on the disk, so nothing was done on its strength. */
export function readOperationLog(file: string): readonly LoggedOperation[] {
  const whole = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return whole.map((text): LoggedOperation => JSON.parse(text));
}
