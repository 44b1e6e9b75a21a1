import { createContext, type Context } from "react";
import type { LookOptions, ThemeName } from "../cli/look-options.ts";
import type { Shell } from "../cli/shell.ts";
import { toAscii } from "../format/to-ascii.ts";
import { COLORS } from "./marks.ts";
import { isColourUnwanted } from "./settle-screen.ts";

/** How the screen looks on this terminal. */
export interface Theme {
  /** Only ASCII is drawn. */
  readonly isAscii: boolean;
  readonly name: ThemeName;
  /** The terminal has no more than 16 colours. */
  readonly isSixteenColors: boolean;
  /** It is spoken, not drawn. */
  readonly isSpoken: boolean;
}

export const PLAIN_THEME: Theme = {
  isAscii: false,
  name: "dark",
  isSixteenColors: false,
  isSpoken: false,
};

export const ThemeContext: Context<Theme> = createContext(PLAIN_THEME);

/** What a color of the palette becomes; one that is left out stays. */
type Palette = ReadonlyMap<string, string>;

/**
 * The palette of Okabe and Ito on a light ground, where its sky blue and its yellow are too pale: its
 * blue and its bluish green stand in, and its orange is darkened until it reads.
 */
const LIGHT: Palette = new Map([
  [COLORS.ok, "#0072B2"],
  [COLORS.warn, "#B87F00"],
  [COLORS.money, "#009E73"],
]);

/** The palette by the terminal's own names; each meaning keeps a colour of its own. */
const SIXTEEN: Readonly<Record<Exclude<ThemeName, "none">, Palette>> = {
  dark: new Map([
    [COLORS.ok, "blueBright"],
    [COLORS.warn, "yellow"],
    [COLORS.fail, "red"],
    [COLORS.probing, "magenta"],
    [COLORS.money, "yellowBright"],
  ]),
  light: new Map([
    [COLORS.ok, "blue"],
    [COLORS.warn, "yellow"],
    [COLORS.fail, "red"],
    [COLORS.probing, "magenta"],
    [COLORS.money, "cyan"],
  ]),
};

/** What is drawn for a text. */
export function drawnText({ isAscii }: Theme, text: string): string {
  return isAscii ? toAscii(text) : text;
}

/** What is drawn for a colour of the palette; undefined: the terminal's own ink. */
export function drawnColor({ name, isSixteenColors }: Theme, color: string): string | undefined {
  if (name === "none") return undefined;
  const inks = isSixteenColors ? SIXTEEN[name] : name === "light" ? LIGHT : undefined;
  return inks?.get(color) ?? color;
}

/** Bits of colour that 16 colours take. */
const SIXTEEN_COLORS_BITS = 4;

/** White or light grey as the last of the colours in `COLORFGBG`, which some terminals set. */
const LIGHT_GROUND = /;(7|15)$/;

/** The theme for a terminal. Ink's own variable asks for a spoken screen too. */
export function themeFor(
  { ascii, screenReader, theme }: Pick<LookOptions, "ascii" | "screenReader" | "theme">,
  { stdout, env }: Pick<Shell, "stdout" | "env">,
): Theme {
  return {
    isAscii: ascii === true,
    name: isColourUnwanted({ env }) ? "none" : (theme ?? groundOf(env)),
    isSixteenColors: stdout.getColorDepth(env) <= SIXTEEN_COLORS_BITS,
    isSpoken: screenReader === true || env["INK_SCREEN_READER"] === "true",
  };
}

function groundOf(env: Shell["env"]): ThemeName {
  return LIGHT_GROUND.test(env["COLORFGBG"] ?? "") ? "light" : "dark";
}
