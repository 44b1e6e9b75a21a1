import { z } from "zod";

/** Which calls a fault may hit; what is left out matches everything. At least one is named. */
export interface FaultTarget {
  /**
   * A provider of the catalogue, or a role that the runner resolves: `@primary`, `@second`, or
   * `@each` for every provider.
   */
  readonly provider?: string;
  /** A model of the catalogue. It includes the model's variants. */
  readonly model?: string;
  readonly region?: string;
  /** Providers that share this edge of the catalogue; `@widest` is the one most providers share. */
  readonly edge?: string;
  /** Only calls for asks of this route of the policy. */
  readonly route?: string;
  /** Only calls for this segment of the policy. */
  readonly segment?: string;
}

/** A target whose roles and edges are resolved. */
export interface AimedTarget extends Omit<FaultTarget, "edge"> {
  /** The providers behind an edge. */
  readonly providers?: readonly string[];
}

/** Whose ask a call belongs to. */
export interface CallTraffic {
  readonly route: string;
  readonly segment: string;
}

/** A place where calls go. */
export interface CallPlace {
  readonly provider: string;
  /** Catalogue id, with its variant. */
  readonly model: string;
  readonly region: string;
}

/** Whether a place is among those that a target names; who asks is not looked at. */
export function isAt(
  { provider, providers, model, region }: AimedTarget,
  place: CallPlace,
): boolean {
  if (provider !== undefined && provider !== place.provider) return false;
  if (providers !== undefined && !providers.includes(place.provider)) return false;
  if (region !== undefined && region !== place.region) return false;
  return model === undefined || model === place.model || place.model.startsWith(`${model}@`);
}

const NAMES_HINT =
  "name a provider, a model, a region, an edge, a route or a segment, " +
  'such as { provider: "@primary" }';

export const FaultTarget: z.ZodType<FaultTarget> = z
  .strictObject({
    provider: z.string().min(1).exactOptional(),
    model: z.string().min(1).exactOptional(),
    region: z.string().min(1).exactOptional(),
    edge: z.string().min(1).exactOptional(),
    route: z.string().min(1).exactOptional(),
    segment: z.string().min(1).exactOptional(),
  })
  .refine((named) => Object.keys(named).length > 0, { error: NAMES_HINT });
