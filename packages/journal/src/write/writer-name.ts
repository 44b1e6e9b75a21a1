import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { ConfigurationError } from "@switchyard/contract";

const NAME = /^[A-Za-z0-9._-]{1,120}$/;

/** A name that no other writer has: the host, the process and 32 random bits. */
export function newWriterName(): string {
  const host = hostname()
    .replaceAll(/[^A-Za-z0-9._-]/g, "-")
    .slice(0, 64);
  return `${host}-${process.pid}-${randomBytes(4).toString("hex")}`;
}

/** @throws ConfigurationError for a name that cannot be part of a file's */
export function checkWriterName(name: string): void {
  if (NAME.test(name)) return;
  throw new ConfigurationError(
    `A journal's writer cannot be named ${JSON.stringify(name)}: use 1 to 120 letters, digits, ` +
      'dots, dashes and underscores, such as "api-7f3a".',
  );
}
