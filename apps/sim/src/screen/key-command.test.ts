import { expect, test } from "vitest";
import { keyCommand } from "./key-command.ts";

const NONE = {
  ctrl: false,
  escape: false,
  shift: false,
  return: false,
  tab: false,
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  home: false,
  end: false,
};

test("each key has its command, and other keys have none", () => {
  const commands = [..." .,[]m0Gnjk/ac?qé"].map((key) => keyCommand(key, NONE));
  expect(commands).toEqual([
    "pause",
    "step",
    "step-back",
    "slower",
    "faster",
    "fastest",
    "oldest",
    "newest",
    "next-fault",
    "down",
    "up",
    "filter",
    "asks",
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

test("arrows go through the run's time, further with Shift, and through lists", () => {
  expect(keyCommand("", { ...NONE, leftArrow: true })).toBe("back");
  expect(keyCommand("", { ...NONE, rightArrow: true, shift: true })).toBe("far-forward");
  expect(keyCommand("", { ...NONE, upArrow: true })).toBe("up");
  expect(keyCommand("", { ...NONE, return: true })).toBe("open");
  expect(keyCommand("", { ...NONE, home: true })).toBe("oldest");
  expect(keyCommand("", { ...NONE, end: true })).toBe("newest");
});
