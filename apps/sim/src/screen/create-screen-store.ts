import type { Costs } from "@switchyard/journal";
import type { Hands } from "../hands/create-hands.ts";
import type { PolicyReading } from "../hands/read-policy.ts";
import type { Tape } from "./create-tape.ts";
import type { CheckLine, Frame, VerdictLine } from "./frame.ts";
import {
  AT_START,
  navigate,
  pageOf,
  typeText,
  type Navigation,
  type NavigationCommand,
} from "./navigation.ts";
import type { PaceState } from "./pace-machine.ts";
import {
  faultsInForce,
  stepPalette,
  type PaletteCommand,
  type PaletteDeed,
  type PaletteHands,
} from "./palette.ts";
import { stepPolicy, type PolicyCommand, type PolicyDeed } from "./policy-page.ts";
import type { ScreenState } from "./screen-state.ts";
import { askOfNotable, visibleLists } from "./visible-lists.ts";

/** Expectations and costs take more to read than to draw; twice a second is live enough. */
const READ_EVERY_MS = 500;

/** Costs take longest to read: off their own page every tenth second has to do. */
const COSTS_EVERY_MS = 10_000;

/** Holds what is drawn. Events change the tape; a drawing sees it only when sampled. */
export interface ScreenStore {
  /** The last sample. The same object until the next one. */
  snapshot(): Frame;
  /** Calls `listener` after each sample that differs; the returned function ends that. */
  subscribe(listener: () => void): () => void;
  /** Takes a new sample, so that it is drawn. */
  sample(): void;
  /** Tells what a key did, until the next one. */
  tell(notice: string | undefined): void;
  /** Moves in the fault palette; returns what is to be done. */
  palette(command: PaletteCommand): PaletteDeed | undefined;
  /** Moves on the page of the policy; returns what is to be done. */
  policy(command: PolicyCommand): PolicyDeed | undefined;
  /** Shows what a policy file came to. */
  showReading(reading: PolicyReading): void;
  /** Keys are text from now on. */
  startTyping(): void;
  /** Moves the viewer. */
  navigate(command: NavigationCommand): void;
  /** Keys of a text that is being typed. */
  type(...typed: Typed): void;
  showVerdict(verdict: VerdictLine): void;
}

/** What the page of the policy has to know of the run. */
type PolicyHands = { readonly policy: Pick<Hands["policy"], "known"> };

type Typed = Parameters<typeof typeText> extends [Navigation, ...infer Rest] ? Rest : never;

export interface ScreenStoreOptions {
  readonly tape: Pick<Tape<ScreenState>, "state" | "newest">;
  readonly pace: () => PaceState;
  /** Judges the expectations as of now. */
  readonly checks: () => readonly CheckLine[];
  /** Reads what tasks cost off the tape's state. */
  readonly readCosts: (costs: ScreenState["costs"]) => Costs;
  readonly explain: Frame["explain"];
  /** Absent: nothing can be done to what is shown. */
  readonly hands?: PaletteHands & PolicyHands;
  /** Real milliseconds; the zero point means nothing. */
  readonly nowMs: () => number;
}

export function createScreenStore(options: ScreenStoreOptions): ScreenStore {
  const { tape, pace, checks, readCosts, explain, hands, nowMs } = options;
  const modelNow = (): Pick<Frame, "model" | "behindMs"> => {
    const { model } = tape.state();
    return { model, behindMs: tape.newest().model.nowAtMs - model.nowAtMs };
  };
  let frame: Frame = {
    ...modelNow(),
    pace: pace(),
    checks: checks(),
    nav: AT_START,
    costs: readCosts(tape.state().costs),
    explain,
    ...(hands !== undefined && { targets: hands.targets }),
  };
  let readAtMs = nowMs();
  let costsAtMs = readAtMs;
  const listeners = new Set<() => void>();

  const costsNow = (): Costs => {
    costsAtMs = nowMs();
    return readCosts(tape.state().costs);
  };
  const costsOn = (nav: Navigation): Costs => {
    const isDue = pageOf(nav) === "costs" || nowMs() - costsAtMs >= COSTS_EVERY_MS;
    return isDue ? costsNow() : frame.costs;
  };
  const publish = (next: Frame): void => {
    frame = next;
    for (const listener of listeners) listener();
  };
  const goTo = (nav: Navigation): void => publish({ ...frame, nav, costs: costsOn(nav) });

  return {
    snapshot: () => frame,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sample: () => {
      const next = modelNow();
      const isSame = next.model === frame.model && next.behindMs === frame.behindMs;
      if (isSame && pace() === frame.pace) return;
      const isDue = nowMs() - readAtMs >= READ_EVERY_MS;
      if (isDue) readAtMs = nowMs();
      const read = isDue ? { checks: checks(), costs: costsOn(frame.nav) } : {};
      publish({ ...frame, ...next, pace: pace(), ...read });
    },
    tell: (notice) => {
      const { notice: before, ...rest } = frame;
      if (notice !== before) publish(notice === undefined ? rest : { ...rest, notice });
    },
    ...moveHands(() => frame, goTo, hands),
    showReading: (reading) =>
      goTo({ ...frame.nav, policy: { path: reading.path, reading, top: 0 } }),
    startTyping: () => goTo({ ...frame.nav, isTyping: true }),
    navigate: (command) => {
      const { model, nav } = frame;
      const lists = visibleLists(model, nav);
      goTo(navigate(nav, command, lists, (key) => askOfNotable(model, key)));
    },
    type: (...typed) => goTo(typeText(frame.nav, ...typed)),
    showVerdict: (verdict) => {
      const nav = pageOf(frame.nav) === "help" ? AT_START : frame.nav;
      const read = { checks: checks(), costs: costsNow() };
      publish({ ...frame, ...modelNow(), pace: pace(), ...read, nav, verdict });
    },
  };
}

/** Moves on the pages from which something is done to the run. */
function moveHands(
  frame: () => Frame,
  goTo: (nav: Navigation) => void,
  hands: ScreenStoreOptions["hands"],
): Pick<ScreenStore, "palette" | "policy"> {
  return {
    palette: (command) => {
      const { model, nav } = frame();
      if (hands === undefined) return undefined;
      const faults = faultsInForce(model.faults).map(({ id }) => id);
      const { palette, deed } = stepPalette(nav.palette, command, hands, faults);
      goTo({ ...nav, palette });
      return deed;
    },
    policy: (command) => {
      const { nav } = frame();
      if (hands === undefined) return undefined;
      const { page, deed } = stepPolicy(nav.policy, command, hands.policy.known());
      goTo({ ...nav, policy: page });
      return deed;
    },
  };
}
