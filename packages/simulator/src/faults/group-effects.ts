import type {
  AppliedFault,
  BillEffect,
  BodyEffect,
  CapacityEffect,
  ConnectionEffect,
  StatusEffect,
  StreamEffect,
} from "./fault-effect.ts";

/** A limit on how much a provider does at once, with the fault that sets it. */
export interface AppliedCapacity {
  readonly fault: string;
  readonly effect: CapacityEffect;
}

/** The effects on one call by stage. */
export interface EffectGroups {
  /** Added to the latency, after the factor. */
  readonly addMs: number;
  /** Product of all factors. */
  readonly times: number;
  /** The first one. */
  readonly capacity: AppliedCapacity | undefined;
  readonly connection: ConnectionEffect | undefined;
  readonly status: StatusEffect | undefined;
  readonly body: readonly BodyEffect[];
  readonly stream: readonly StreamEffect[];
  readonly bill: readonly BillEffect[];
}

/** Groups the effects on one call: waits add up, factors multiply, the others keep their order. */
export function groupEffects(applied: readonly AppliedFault[]): EffectGroups {
  let addMs = 0;
  let times = 1;
  let capacity: AppliedCapacity | undefined;
  let connection: ConnectionEffect | undefined;
  let status: StatusEffect | undefined;
  const body: BodyEffect[] = [];
  const stream: StreamEffect[] = [];
  const bill: BillEffect[] = [];
  for (const { fault, effect } of applied) {
    switch (effect.stage) {
      case "latency":
        addMs += effect.addMs;
        times *= effect.times;
        break;
      case "capacity":
        capacity ??= { fault, effect };
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
      case "bill":
        bill.push(effect);
        break;
      default:
        effect satisfies never;
    }
  }
  return { addMs, times, capacity, connection, status, body, stream, bill };
}
