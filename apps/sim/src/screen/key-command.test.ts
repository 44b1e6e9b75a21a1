import { expect, test } from "vitest";
import { keyCommand } from "./key-command.ts";

const NONE = {
  ctrl: false,
  escape: false,
  shift: false,
  leftArrow: false,
  rightArrow: false,
  home: false,
  end: false,
};

test("each key has its command, and other keys have none", () => {
  const commands = [..." .,[]m0Gnc?qé"].map((key) => keyCommand(key, NONE));
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

test("arrows go through the run's time, and further with Shift", () => {
  expect(keyCommand("", { ...NONE, leftArrow: true })).toBe("back");
  expect(keyCommand("", { ...NONE, rightArrow: true, shift: true })).toBe("far-forward");
  expect(keyCommand("", { ...NONE, home: true })).toBe("oldest");
  expect(keyCommand("", { ...NONE, end: true })).toBe("newest");
});
