import type { Catalog, Clock, HealthMember, HealthPort } from "@switchyard/contract";
import { endpointId } from "@switchyard/policy";
import type { EventEmitter } from "../events/event-emitter.ts";
import type { EndpointHealth } from "./endpoint-health.ts";

interface Hearing {
  readonly health: Pick<EndpointHealth, "hear">;
  readonly clock: Clock;
  readonly emit: EventEmitter["emit"];
  /** What is said of endpoints that are not in it is not for this router. */
  readonly catalog: () => Pick<Catalog, "models">;
}

const ALONE: HealthMember = { tell: () => {}, leave: () => {} };

/** Lets a router's health hear of other processes. Without a port it hears and tells nothing. */
export function joinHealth(
  port: HealthPort | undefined,
  { health, clock, emit, catalog }: Hearing,
): HealthMember {
  if (port === undefined) return ALONE;
  return port.join({
    onWord: (word) => {
      if (hasEndpoint(catalog(), word.endpoint)) health.hear(word, clock.nowMs());
    },
    onLost: (cause) => emit({ type: "health-link-lost", cause }),
    onBack: () => emit({ type: "health-link-back" }),
  });
}

function hasEndpoint({ models }: Pick<Catalog, "models">, endpoint: string): boolean {
  return Object.values(models).some(({ id, regions }) =>
    regions.some((region) => endpointId(id, region) === endpoint),
  );
}
