import type { RungName } from "@switchyard/contract";
import type { Severity } from "../view/notable.ts";
import type { ProviderState } from "../view/provider-view.ts";

/**
 * The colour-blind safe palette of Okabe and Ito (2008), "Color Universal Design". Blue against
 * vermilion, never red against green; and no meaning is carried by colour alone.
 */
export const COLORS = {
  ok: "#56B4E9",
  warn: "#E69F00",
  fail: "#D55E00",
  probing: "#CC79A7",
  money: "#F0E442",
  quiet: "gray",
} as const;

/** How a state looks: a glyph, a word and a colour. */
export interface Mark {
  readonly glyph: string;
  readonly word: string;
  readonly color: string;
}

export const PROVIDER_MARKS: Readonly<Record<ProviderState, Mark>> = {
  ok: { glyph: "●", word: "OK", color: COLORS.ok },
  degraded: { glyph: "▲", word: "FAILING", color: COLORS.warn },
  "half-open": { glyph: "◐", word: "PROBING", color: COLORS.probing },
  "partly-open": { glyph: "▲", word: "OPEN", color: COLORS.warn },
  open: { glyph: "✖", word: "OPEN", color: COLORS.fail },
  absent: { glyph: "·", word: "NO KEY", color: COLORS.quiet },
};

export const SEVERITY_MARKS: Readonly<Record<Severity, Omit<Mark, "word">>> = {
  fail: { glyph: "✖", color: COLORS.fail },
  warn: { glyph: "▲", color: COLORS.warn },
  recovering: { glyph: "◐", color: COLORS.probing },
  ok: { glyph: "●", color: COLORS.ok },
  info: { glyph: "·", color: COLORS.quiet },
};

export const RUNG_MARKS: Readonly<Record<RungName, Mark>> = {
  full: { glyph: "█", word: "full", color: COLORS.ok },
  constrained: { glyph: "▓", word: "constrained", color: COLORS.warn },
  summary: { glyph: "▒", word: "summary", color: COLORS.probing },
  static: { glyph: "░", word: "static", color: COLORS.fail },
};

/** An expectation while the run lasts and after it. */
export type CheckState = "ok" | "pending" | "failing";

export const CHECK_MARKS: Readonly<Record<CheckState, Mark>> = {
  ok: { glyph: "✔", word: "ok", color: COLORS.ok },
  pending: { glyph: "·", word: "pending", color: COLORS.quiet },
  failing: { glyph: "✖", word: "failing", color: COLORS.fail },
};
