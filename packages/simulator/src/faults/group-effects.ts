import type {
  AppliedFault,
  BodyEffect,
  ConnectionEffect,
  StatusEffect,
  StreamEffect,
} from "./fault-effect.ts";

/** The effects on one call by stage. */
export interface EffectGroups {
  /** Added to the latency, after the factor. */
  readonly addMs: number;
  /** Product of all factors. */
  readonly times: number;
  readonly connection: ConnectionEffect | undefined;
  readonly status: StatusEffect | undefined;
  readonly body: readonly BodyEffect[];
  readonly stream: readonly StreamEffect[];
}

/** Groups the effects on one call: waits add up, factors multiply, the others keep their order. */
export function groupEffects(applied: readonly AppliedFault[]): EffectGroups {
  let addMs = 0;
  let times = 1;
  let connection: ConnectionEffect | undefined;
  let status: StatusEffect | undefined;
  const body: BodyEffect[] = [];
  const stream: StreamEffect[] = [];
  for (const { effect } of applied) {
    switch (effect.stage) {
      case "latency":
        addMs += effect.addMs;
        times *= effect.times;
        break;
      case "connection":
        connection ??= effect;
        break;
      case "status":
        status ??= effect;
        break;
      case "body":
        body.push(effect);
        break;
      case "stream":
        stream.push(effect);
        break;
      default:
        effect satisfies never;
    }
  }
  return { addMs, times, connection, status, body, stream };
}
