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
  /**
   * Goes on by another catalogue's limits: calls in flight keep their places. Where there are more
   * places now, those who wait get theirs.
   */
  adapt(catalog: Pick<Catalog, "providers">): void;
}

interface Site {
  /** Infinite where the catalogue states no limit: calls are counted even so, for one to come. */
  max: number;
  places: Places;
  /** Tells who waits that a place is theirs, by ticket. */
  readonly calls: Map<number, () => void>;
}

/** Places that are all free. */
export function createCallPlaces(catalog: Pick<Catalog, "providers">, clock: Clock): CallPlaces {
  const sites = new Map<string, Site>();
  for (const [id, max] of placesOf(catalog)) sites.set(id, newSite(max));
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
      const { places, next } = depart(site.places, site.max);
      site.places = places;
      if (next !== undefined) site.calls.get(next)?.();
    },
    adapt: (next) => {
      // A site that is gone stays: an ask of the bundle before may still call there.
      for (const [id, max] of placesOf(next)) {
        const site = sites.get(id);
        if (site === undefined) sites.set(id, newSite(max));
        else widen(site, max);
      }
    },
  };
}

/** Places of each site of the catalogue. */
function placesOf({ providers }: Pick<Catalog, "providers">): ReadonlyMap<string, number> {
  return new Map(
    Object.values(providers).flatMap(({ id, endpoints }) =>
      Object.entries(endpoints).map(([region, { concurrencyMax = Infinity }]) => [
        siteId(id, region),
        concurrencyMax,
      ]),
    ),
  );
}

function newSite(max: number): Site {
  return { max, places: ALL_FREE, calls: new Map() };
}

function widen(site: Site, max: number): void {
  site.max = max;
  for (const ticket of site.places.waiting.slice(0, Math.max(0, max - site.places.taken))) {
    site.places = { ...giveUp(site.places, ticket), taken: site.places.taken + 1 };
    site.calls.get(ticket)?.();
  }
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
