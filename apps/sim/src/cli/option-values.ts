import { InvalidArgumentError } from "commander";

const REQUESTS_MAX = 1_000_000;
/** Rehearsals of one command, at most. */
export const SEEDS_MAX = 10_000;
/** Threads of one command, at most. */
export const WORKERS_MAX = 256;
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

/** Reads a whole number from 1 up to `max`. */
export function readCount(text: string, option: string, max: number): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= max) return count;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${max}, such as ${option} 4.`);
}

/** Reads `--passing`: a percentage. */
export function readPassing(text: string): number {
  const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
  if (percent !== undefined && Number(percent) <= 100) return Number(percent) / 100;
  throw new InvalidArgumentError("Give a percentage from 0% to 100%, such as --passing 95%.");
}
