import type { Catalog } from "@switchyard/contract";
import { endpointId } from "./endpoint-id.ts";

/** A number for each endpoint of a catalogue, from 0 up, by the endpoint's id. */
export function numberEndpoints({ models }: Catalog): ReadonlyMap<string, number> {
  const ids = Object.values(models).flatMap(({ id, regions }) =>
    regions.map((region) => endpointId(id, region)),
  );
  return new Map(ids.map((id, number) => [id, number]));
}
