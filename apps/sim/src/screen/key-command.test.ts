import { expect, test } from "vitest";
import { keyCommand } from "./key-command.ts";

const NONE = { ctrl: false, escape: false };

test("each key has its command, and other keys have none", () => {
  const commands = [..." .[]mc?qx"].map((key) => keyCommand(key, NONE));
  expect(commands).toEqual([
    "pause",
    "step",
    "slower",
    "faster",
    "fastest",
    "costs",
    "help",
    "quit",
    undefined,
  ]);
});

test("Ctrl-C leaves, and no other key with Ctrl does anything", () => {
  expect(keyCommand("c", { ...NONE, ctrl: true })).toBe("quit");
  expect(keyCommand("q", { ...NONE, ctrl: true })).toBeUndefined();
  expect(keyCommand("", { ...NONE, escape: true })).toBe("close-page");
});
