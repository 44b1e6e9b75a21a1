import type { Preset } from "./preset.ts";
import { STARTER } from "./starter.ts";

const PRESETS: ReadonlyMap<string, Preset> = new Map([["builtin/starter@1", STARTER]]);

/** Names that a policy may extend. */
export const PRESET_NAMES: readonly string[] = [...PRESETS.keys()];

/** The preset of a name; undefined when there is none. */
export function findPreset(name: string): Preset | undefined {
  return PRESETS.get(name);
}
