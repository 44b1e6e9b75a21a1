import type { Catalog, Clock, Endpoint } from "@switchyard/contract";
import { ALL_FREE, arrive, depart, giveUp, type Places } from "./places.ts";

/** The region of a provider that an endpoint is called at. */
export type CallSite = Pick<Endpoint, "provider" | "region">;

/** Bounds the calls in flight by the catalogue's `concurrencyMax`, one for all models of a region. */
export interface CallPlaces {
  /**
   * Takes a place: at once where one is free, else in line for `waitMs` at most. False when the
   * line is full, the time is over or the signal aborts; then nothing is taken.
   */
  take(site: CallSite, waitMs: number, signal: AbortSignal | undefined): boolean | Promise<boolean>;
  /** Gives a taken place back. */
  leave(site: CallSite): void;
}

interface Site {
  readonly max: number;
  places: Places;
  /** Tells who waits that a place is theirs, by ticket. */
  readonly calls: Map<number, () => void>;
}

/** Places that are all free. */
export function createCallPlaces(
  { providers }: Pick<Catalog, "providers">,
  clock: Clock,
): CallPlaces {
  const sites = new Map<string, Site>();
  for (const { id, endpoints } of Object.values(providers))
    for (const [region, { concurrencyMax }] of Object.entries(endpoints))
      if (concurrencyMax !== undefined)
        sites.set(siteId(id, region), { max: concurrencyMax, places: ALL_FREE, calls: new Map() });
  let tickets = 0;

  return {
    take: ({ provider, region }, waitMs, signal) => {
      const site = sites.get(siteId(provider, region));
      if (site === undefined) return true;
      const ticket = (tickets += 1);
      const { places, found } = arrive(site.places, ticket, site.max);
      if (found === "place") site.places = places;
      if (found !== "queue") return found === "place";
      if (!(waitMs > 0) || signal?.aborted === true) return false;
      site.places = places;
      return waitInLine(site, ticket, clock, waitMs, signal);
    },
    leave: ({ provider, region }) => {
      const site = sites.get(siteId(provider, region));
      if (site === undefined) return;
      const { places, next } = depart(site.places);
      site.places = places;
      if (next !== undefined) site.calls.get(next)?.();
    },
  };
}

function waitInLine(
  site: Site,
  ticket: number,
  clock: Clock,
  waitMs: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return new Promise((resolve) => {
    const deadline = clock.deadline(waitMs);
    const end = (hasPlace: boolean): void => {
      deadline.cancel();
      deadline.signal.removeEventListener("abort", onEnd);
      signal?.removeEventListener("abort", onEnd);
      site.calls.delete(ticket);
      resolve(hasPlace);
    };
    const onEnd = (): void => {
      site.places = giveUp(site.places, ticket);
      end(false);
    };
    deadline.signal.addEventListener("abort", onEnd, { once: true });
    signal?.addEventListener("abort", onEnd, { once: true });
    site.calls.set(ticket, () => end(true));
  });
}

function siteId(provider: string, region: string): string {
  return `${provider}#${region}`;
}
