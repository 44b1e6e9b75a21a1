import type { FaultBehaviour } from "../faults/fault.ts";

/** A way in which a provider fails. */
export interface IncidentKind {
  /** The id of its fault. */
  readonly id: string;
  /** What callers see, as the rest of "calls are …". */
  readonly inWords: string;
  /** How many of the shipped dated incidents were mainly so. */
  readonly weight: number;
  readonly behaviour: FaultBehaviour;
  /** Whether only streams show it, so that some answers must be streamed. Default: false. */
  readonly isOfStreams?: boolean;
}

/** How a recorded incident may have looked; weighed by the sixteen dated ones that are shipped. */
export const INCIDENT_KINDS: readonly IncidentKind[] = [
  {
    id: "server-errors",
    inWords: "answered with 500 and 503",
    weight: 7,
    behaviour: { type: "http.status", mix: { "500": 1, "503": 1 } },
  },
  {
    id: "overload",
    inWords: "refused as overloaded",
    weight: 3,
    behaviour: { type: "http.overloaded" },
  },
  {
    id: "edge-errors",
    inWords: "answered with 502 and a page of the edge",
    weight: 2,
    behaviour: { type: "http.status", mix: { "502": 1 }, body: "html" },
  },
  {
    id: "late-answers",
    inWords: "answered 30 seconds late",
    weight: 1,
    behaviour: { type: "latency.added", add: "30s" },
  },
  {
    id: "refused-keys",
    inWords: "refused as if their keys were revoked",
    weight: 1,
    behaviour: { type: "http.auth-revoked" },
  },
  {
    id: "broken-streams",
    inWords: "broken off half-way where they are streamed",
    weight: 1,
    behaviour: { type: "stream.error" },
    isOfStreams: true,
  },
  {
    id: "worse-answers",
    inWords: "answered worse than before",
    weight: 1,
    behaviour: { type: "body.quality-drop", to: 0.5 },
  },
];
