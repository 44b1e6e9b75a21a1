import type { Deed, Hands } from "../hands/create-hands.ts";
import { ACTIONS } from "./actions.ts";
import { chosenIn } from "./chosen-in.ts";
import type { Pacer } from "./create-pacer.ts";
import type { Player } from "./create-player.ts";
import type { ScreenStore } from "./create-screen-store.ts";
import { isTrouble } from "./is-trouble.ts";
import type { KeyCommand } from "./key-command.ts";
import { pageOf, type NavigationCommand } from "./navigation.ts";
import { isPaletteCommand, type PaletteCommand } from "./palette.ts";
import { isPolicyCommand, type PolicyCommand } from "./policy-page.ts";

/** What keys have an effect on. */
export interface Controlled {
  readonly store: ScreenStore;
  readonly pacer: Pacer;
  readonly player: Player;
  /** Absent: what is shown can only be watched. */
  readonly hands?: Hands;
}

/** What one press of an arrow moves the run's time by. */
const SCRUB_MS = 10_000;

const NO_HANDS = "a journal is only watched; sim chaos rehearses what can be changed";

/** Obeys commands: those of the page that is open, then those that hold everywhere. */
export function createControls(
  controlled: Controlled,
  quit: () => void,
): (command: KeyCommand) => void {
  const { store, player, hands } = controlled;
  const perform = ({ text, isDone }: Deed): void => {
    store.tell(text);
    if (isDone !== undefined) player.follow(isDone);
  };
  const choose = (command: PaletteCommand): void => {
    const deed = store.palette(command);
    if (deed === undefined || hands === undefined) return;
    perform(deed.kind === "end" ? hands.end(deed.fault) : hands.begin(deed.draft, deed.instead));
  };
  const save = (): void => {
    if (hands === undefined) store.tell(NO_HANDS);
    else perform(hands.save());
  };
  const openPalette = (): void => {
    if (hands === undefined) return store.tell(NO_HANDS);
    // A fault is changed where the run is, so that is what has to be seen.
    player.catchUp();
    store.sample();
    store.navigate("faults");
  };
  const read = (path: string): void => {
    if (hands !== undefined) store.showReading(hands.policy.read(path));
  };
  const openPolicy = (): void => {
    if (hands === undefined) return store.tell(NO_HANDS);
    player.catchUp();
    store.sample();
    if (pageOf(store.snapshot().nav) !== "policy") store.navigate("policy");
    const { path } = store.snapshot().nav.policy;
    // What was looked at last is compared anew: another policy may be in force by now.
    const offered = path === "" ? hands.policy.known()[1] : path;
    if (offered === undefined) store.startTyping();
    else read(offered);
  };
  const changePolicy = (command: PolicyCommand): void => {
    const deed = store.policy(command);
    if (deed === undefined || hands === undefined) return;
    switch (deed.kind) {
      case "type":
        return store.startTyping();
      case "read":
        return read(deed.path);
      case "push":
        if (deed.reading.kind !== "unreadable") store.navigate("close-page");
        return perform(hands.policy.push(deed.reading));
    }
  };
  const own = { save, faults: openPalette, policy: openPolicy, quit };
  const commands = { ...commandsOf(controlled), ...own };

  return (command) => {
    store.tell(undefined);
    const frame = store.snapshot();
    const page = pageOf(frame.nav);
    if (page === "faults" && isPaletteCommand(command)) return choose(command);
    if (page === "policy" && isPolicyCommand(command)) return changePolicy(command);
    if (page !== "help" || command !== "open") return commands[command]();
    const chosen = ACTIONS.find((action) => action.command === chosenIn(frame, "help"));
    store.navigate("close-page");
    if (chosen !== undefined) commands[chosen.command]();
  };
}

/** Commands that need hands, or leave. */
type OwnCommand = "save" | "faults" | "policy" | "quit";

/** What each command does on any page. */
function commandsOf({
  store,
  pacer,
  player,
}: Controlled): Readonly<Record<Exclude<KeyCommand, OwnCommand>, () => void>> {
  const go = (command: NavigationCommand) => (): void => store.navigate(command);
  return {
    pause: pacer.togglePause,
    step: pacer.step,
    "step-back": player.stepBack,
    slower: pacer.slower,
    faster: pacer.faster,
    fastest: pacer.fastest,
    back: () => player.back(SCRUB_MS),
    forward: () => player.forward(SCRUB_MS),
    "far-back": () => player.back(10 * SCRUB_MS),
    "far-forward": () => player.forward(10 * SCRUB_MS),
    oldest: () => player.back(Infinity),
    newest: player.toNewest,
    "next-fault": () => player.jump(isTrouble),
    // Outside the palette no fault is chosen.
    "end-fault": () => {},
    up: go("up"),
    down: go("down"),
    "next-panel": go("next-panel"),
    open: go("open"),
    filter: go("filter"),
    asks: go("asks"),
    costs: go("costs"),
    help: go("help"),
    "close-page": go("close-page"),
  };
}
