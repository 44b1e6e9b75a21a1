import type { CheckAdvice } from "@switchyard/simulator";
import type { Locate } from "@switchyard/policy";

/** An advice with the place in the policy's file that it is about. */
export function adviceText({ pointer, message }: CheckAdvice, locate: Locate): string {
  const position = locate(pointer);
  if (position === undefined) return `${pointer}: ${message}`;
  const { file, line, column } = position;
  return `${file}:${line}:${column}: ${message}`;
}
