import { shardedGet } from "@switchyard/journal";
import { findAsk } from "../view/recent-asks.ts";
import { ACTIONS } from "./actions.ts";
import { askFacts, ladderLines, leftOutLines } from "./ask-lines.ts";
import { askListLines } from "./ask-list-lines.ts";
import { chosenIn } from "./chosen-in.ts";
import { costLines } from "./cost-lines.ts";
import { eventLines } from "./event-lines.ts";
import type { Frame } from "./frame.ts";
import type { Line } from "./line.ts";
import { pageOf } from "./navigation.ts";
import { faultsInForce } from "./palette.ts";
import { formLines, inForceLines } from "./palette-lines.ts";
import { policyForm, readingLines } from "./policy-lines.ts";
import { providerLines } from "./provider-lines.ts";
import { routeLines } from "./route-lines.ts";
import { spokenText } from "./spoken-text.ts";
import { clockText } from "./status-lines.ts";
import { visibleAsks } from "./visible-lists.ts";

/** Lines are not cut for a listener. */
const WIDTH = 240;

/**
 * What a listener hears of a frame: how the run stands, the page, and the line under the cursor.
 * While the run goes on, what only time changes is left out, or it would be spoken without end.
 */
export function readerLines(frame: Frame): readonly string[] {
  const { pace, verdict, notice } = frame;
  const status =
    verdict?.text ??
    (pace.isPaused
      ? `Paused at ${clockText(frame.model)}.`
      : `Running, ${pace.speed === Infinity ? "as fast as it goes" : `${pace.speed} times`}.`);
  const said = notice === undefined ? [] : [`${notice}.`];
  return [...said, status, ...pageLines(frame).map(spokenText)];
}

function pageLines(frame: Frame): readonly Line[] {
  const { nav, model, targets = [] } = frame;
  switch (pageOf(nav)) {
    case "overview":
      return overviewLines(frame);
    case "asks": {
      const stories = visibleAsks(model, nav).filter(
        ({ askId }) => askId === chosenIn(frame, "asks"),
      );
      const list = askListLines(model, stories, undefined, WIDTH, 1).lines;
      return [[{ text: `Asks, filter ${nav.filter === "" ? "none" : nav.filter}.` }], ...list];
    }
    case "ask":
      return askPageLines(frame);
    case "costs":
      return frame.costs === undefined ? [] : costLines(frame.costs, WIDTH).lines;
    case "faults": {
      const lines = [
        ...formLines(nav.palette, targets, WIDTH),
        ...inForceLines(faultsInForce(model.faults), nav.palette.row, WIDTH),
      ];
      return [[{ text: "A fault." }], ...lines.filter((line) => line[0]?.inverse === true)];
    }
    case "policy": {
      const { reading } = nav.policy;
      return [
        [{ text: "Another policy." }],
        ...policyForm(model, nav.policy, nav.isTyping, WIDTH),
        ...(reading === undefined ? [] : readingLines(reading, WIDTH).slice(nav.policy.top)),
      ];
    }
    case "help": {
      const action = ACTIONS.find(({ command }) => command === chosenIn(frame, "help"));
      return [[{ text: `Menu. ${action?.key}: ${action?.words}. Enter does it.` }]];
    }
  }
}

/** The line that was chosen; nothing before one was, for the newest event changes all the time. */
function overviewLines(frame: Frame): readonly Line[] {
  const { model, nav, pace } = frame;
  const { focus } = nav;
  if (nav.chosen[focus] === undefined && !pace.isPaused)
    return [[{ text: "Question mark opens the menu." }]];
  const chosen = chosenIn(frame, focus);
  const lines = {
    events: () => eventLines(model, WIDTH, model.notables.length, chosen),
    providers: () => providerLines(model, WIDTH, chosen).lines,
    routes: () => routeLines(frame, WIDTH, chosen).lines,
  }[focus]();
  return [[{ text: `${focus}:` }], ...lines.filter((line) => line[0]?.inverse === true)];
}

function askPageLines({ model, nav, explain }: Frame): readonly Line[] {
  const askId = nav.askId ?? "";
  const story = findAsk(model.recentAsks, askId) ?? shardedGet(model.openAsks, askId);
  if (story === undefined) return [[{ text: `${askId} is not among the last asks here.` }]];
  const reasons = explain(story);
  return [
    ...askFacts(model, story, reasons, WIDTH),
    [{ text: "Ladder as climbed:" }],
    ...ladderLines(story, WIDTH).lines,
    [{ text: "Left out:" }],
    ...leftOutLines(reasons, WIDTH),
  ];
}
