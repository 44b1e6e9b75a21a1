import { createContext, type Context } from "react";
import type { LookOptions } from "../cli/look-options.ts";
import type { Shell } from "../cli/shell.ts";
import { toAscii } from "../format/to-ascii.ts";
import { COLORS } from "./marks.ts";

/** How the screen looks on this terminal. */
export interface Theme {
  /** Only ASCII is drawn. */
  readonly isAscii: boolean;
  /** The terminal has no more than 16 colours. */
  readonly isSixteenColors: boolean;
  /** It is spoken, not drawn. */
  readonly isSpoken: boolean;
}

export const PLAIN_THEME: Theme = { isAscii: false, isSixteenColors: false, isSpoken: false };

export const ThemeContext: Context<Theme> = createContext(PLAIN_THEME);

/** The palette by the terminal's own names; each meaning keeps a colour of its own. */
const SIXTEEN: ReadonlyMap<string, string> = new Map([
  [COLORS.ok, "blueBright"],
  [COLORS.warn, "yellow"],
  [COLORS.fail, "red"],
  [COLORS.probing, "magenta"],
  [COLORS.money, "yellowBright"],
]);

/** What is drawn for a text. */
export function drawnText({ isAscii }: Theme, text: string): string {
  return isAscii ? toAscii(text) : text;
}

/** What is drawn for a colour of the palette. */
export function drawnColor({ isSixteenColors }: Theme, color: string): string {
  return isSixteenColors ? (SIXTEEN.get(color) ?? color) : color;
}

/** Bits of colour that 16 colours take. */
const SIXTEEN_COLORS_BITS = 4;

/** The theme for a terminal. Ink's own variable asks for a spoken screen too. */
export function themeFor(
  { ascii, screenReader }: Pick<LookOptions, "ascii" | "screenReader">,
  { stdout, env }: Pick<Shell, "stdout" | "env">,
): Theme {
  return {
    isAscii: ascii === true,
    isSixteenColors: stdout.getColorDepth(env) <= SIXTEEN_COLORS_BITS,
    isSpoken: screenReader === true || env["INK_SCREEN_READER"] === "true",
  };
}
