import { z } from "zod";

/** A duration with its unit, such as `250ms`, `9s`, `4m10s` or `1h`; at most `9999999d`. */
export type DurationText = string;
/** An amount of US dollars below `$1000000000`, such as `$0.25`. At most six decimals. */
export type MoneyText = string;
/** A share, such as `40%`. From `0%` up to `9999%`. */
export type PercentText = string;

const UNITS = "ms|s|m|h|d";

// Digits are limited so that every quantity is a safe integer of milliseconds or micro-dollars.
export const DurationText: z.ZodType<DurationText> = z
  .string("write a duration with its unit, such as 250ms, 9s or 4m10s")
  .regex(new RegExp(`^(\\d{1,7}(\\.\\d{1,3})?(${UNITS})){1,5}$`), {
    error: "write a duration with its unit, such as 250ms, 9s or 4m10s",
  });

export const MoneyText: z.ZodType<MoneyText> = z
  .string("write money with its sign, such as $0.25")
  .regex(/^\$\d{1,9}(\.\d{1,6})?$/, { error: "write money with its sign, such as $0.25" });

export const PercentText: z.ZodType<PercentText> = z
  .string("write a share as a percentage, such as 40%")
  .regex(/^\d{1,4}(\.\d{1,6})?%$/, { error: "write a share as a percentage, such as 40%" });

/** The name of a policy entry: lower case, digits and dashes, a letter first. */
export const Id: z.ZodType<string> = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, {
  error: "write a name of lower-case letters, digits and dashes that starts with a letter",
});

/** A score or share between 0 and 1. */
export const Fraction: z.ZodType<number> = z.number().min(0).max(1);

/** A count: a bare whole number above zero. */
export const Count: z.ZodType<number> = z.int().positive();

/** A calendar date, `2026-11-24`. */
export const DateText: z.ZodType<string> = z.iso.date({
  error: "write a date as YYYY-MM-DD",
});
