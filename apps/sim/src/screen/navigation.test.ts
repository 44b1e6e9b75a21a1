import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AT_START,
  chosenOf,
  navigate,
  pageOf,
  typeText,
  type Lists,
  type Navigation,
  type NavigationCommand,
} from "./navigation.ts";

const LISTS: Lists = {
  events: ["e3", "e2", "e1"],
  providers: ["openai", "google"],
  routes: ["quick"],
  asks: ["ask-2", "ask-1"],
  help: ["pause", "quit"],
};
const COMMANDS: readonly NavigationCommand[] = [
  "up",
  "down",
  "next-panel",
  "open",
  "close-page",
  "filter",
  "asks",
  "costs",
  "help",
];
const ENTER = { return: true, escape: false, backspace: false };
const TEXT = { return: false, escape: false, backspace: false };

/** Only the second line of events tells of an ask. */
function go(nav: Navigation, ...commands: readonly NavigationCommand[]): Navigation {
  return commands.reduce(
    (at, command) => navigate(at, command, LISTS, (key) => (key === "e2" ? "ask-9" : undefined)),
    nav,
  );
}

describe("navigation", () => {
  test("wherever the viewer is, Escape gets back to the overview", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...COMMANDS)), (commands) => {
        let nav = go(AT_START, ...commands);
        expect(nav.pages.length).toBeLessThanOrEqual(5);
        for (let times = 0; times < 5; times += 1) nav = go(nav, "close-page");
        expect(nav.pages).toEqual(["overview"]);
      }),
    );
  });

  test("the cursor stays on its line when others come and go, and never leaves the list", () => {
    const nav = go(AT_START, "down");
    expect(chosenOf(nav, "events", LISTS)).toBe("e2");
    const grown = { ...LISTS, events: ["e5", "e4", ...LISTS.events] };
    expect(chosenOf(nav, "events", grown)).toBe("e2");
    expect(chosenOf(nav, "events", { ...LISTS, events: ["e5"] })).toBe("e5");
    expect(chosenOf(go(nav, "down", "down", "down"), "events", LISTS)).toBe("e1");
    expect(chosenOf(go(nav, "up", "up", "up"), "events", LISTS)).toBe("e3");
    expect(chosenOf(nav, "events", { ...LISTS, events: [] })).toBeUndefined();
  });

  test("enter opens the asks of a provider, the asks of a route, and one ask", () => {
    const provider = go(AT_START, "next-panel", "down", "open");
    expect([pageOf(provider), provider.filter]).toEqual(["asks", "provider:google"]);
    const route = go(AT_START, "next-panel", "next-panel", "open");
    expect(route.filter).toBe("route:quick");
    const ask = go(route, "down", "open");
    expect([pageOf(ask), ask.askId]).toEqual(["ask", "ask-1"]);
    expect(pageOf(go(AT_START, "open"))).toBe("overview");
    expect(go(AT_START, "down", "open")).toMatchObject({ askId: "ask-9" });
  });

  test("a filter is typed, corrected, kept with enter and cleared with Escape", () => {
    let nav = go(AT_START, "filter");
    expect(nav).toMatchObject({ isTyping: true, filter: "" });
    for (const input of ["risk:", "h", "x\u0007"]) nav = typeText(nav, input, TEXT);
    nav = typeText(nav, "", { ...TEXT, backspace: true });
    expect(nav.filter).toBe("risk:h");
    expect(typeText(nav, "", ENTER)).toMatchObject({ isTyping: false, filter: "risk:h" });
    const cleared = typeText(nav, "", { ...TEXT, escape: true });
    expect(cleared).toMatchObject({ isTyping: false, filter: "" });
    expect(typeText(nav, "y".repeat(999), TEXT).filter.length).toBeLessThanOrEqual(60);
  });

  test("the key of a page closes it again", () => {
    for (const page of ["asks", "costs", "help"] as const) {
      expect(pageOf(go(AT_START, page))).toBe(page);
      expect(pageOf(go(AT_START, page, page))).toBe("overview");
    }
  });
});
