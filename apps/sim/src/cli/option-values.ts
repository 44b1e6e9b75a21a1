import { InvalidArgumentError } from "commander";

const REQUESTS_MAX = 1_000_000;
const SPEED_MAX = 1_000_000;
const SEED_LENGTH_MAX = 64;

/** Reads `--requests`: a whole number from 1 up. */
export function readRequests(text: string): number {
  const requests = Number(text);
  if (/^\d+$/.test(text) && requests >= 1 && requests <= REQUESTS_MAX) return requests;
  throw new InvalidArgumentError(
    `Give a whole number from 1 to ${REQUESTS_MAX}, such as --requests 500.`,
  );
}

/** Reads `--speed`: virtual seconds per second, or `max`, which is `Infinity`. */
export function readSpeed(text: string): number {
  if (text === "max") return Infinity;
  const speed = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && speed > 0 && speed <= SPEED_MAX) return speed;
  throw new InvalidArgumentError(
    `Give virtual seconds per second above 0, such as --speed 20, or --speed max.`,
  );
}

/** Reads `--seed`: a short text; a number is one too. */
export function readSeed(text: string): string {
  if (text.length >= 1 && text.length <= SEED_LENGTH_MAX) return text;
  throw new InvalidArgumentError(`Give 1 to ${SEED_LENGTH_MAX} characters, such as --seed 42.`);
}
