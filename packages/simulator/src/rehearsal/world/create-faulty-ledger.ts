import type { Clock, LedgerPort } from "@switchyard/contract";
import { parseDurationMs } from "@switchyard/policy";
import type { StoreBehaviour } from "../../faults/families/store-fault.ts";
import { createLaggingReplica, type LaggingReplica } from "./create-lagging-replica.ts";
import { hits, isOn, type FaultStage, type LiveFault } from "./live-fault.ts";

/** A fault of the store of budgets. */
export type LiveStoreFault = LiveFault<StoreBehaviour["type"]>;

export interface FaultyLedgerOptions {
  /** Makes the store, and each replica that a fault needs. */
  readonly createLedger: () => LedgerPort;
  readonly faults: readonly LiveStoreFault[];
  readonly clock: Pick<Clock, "sleep">;
  readonly stage: FaultStage;
}

type Operation = "reserve" | "settle" | "release" | "snapshot";

/** One call of the store. */
interface StoreCall {
  readonly op: Operation;
  /** Names it for draws: its attempt, or its instant. */
  readonly name: string;
}

/**
 * The store of budgets as a server that can be away, slow, forgetful or heard twice. It is not
 * local, so a router keeps to what its policy says of a store that is down.
 */
export function createFaultyLedger(options: FaultyLedgerOptions): LedgerPort {
  const { createLedger, faults, clock, stage } = options;
  const { nowMs, onHit } = stage;
  const store = createStore(createLedger, faults, stage);

  const call = async <Result>(
    { op, name }: StoreCall,
    work: () => Promise<Result>,
  ): Promise<Result> => {
    const hit = faults.filter(
      (live) =>
        concerns(live.fault, op) && isOn(live, nowMs()) && hits(live, stage, `${op}/${name}`),
    );
    for (const { fault } of hit) {
      onHit(fault.id);
      if (fault.type === "store.slow") await clock.sleep(parseDurationMs(fault.add));
      if (fault.type === "store.lost-writes") throw storeError("ECONNREFUSED", "it fails over");
      if (fault.type !== "store.down") continue;
      if (fault.mode === "hang") return new Promise<never>(() => {});
      throw fault.mode === "refuse"
        ? storeError("ECONNREFUSED", "nobody listens")
        : storeError("READONLY", "You can't write against a read only replica.");
    }
    const result = await work();
    if (hit.some(({ fault }) => fault.type === "deliver.duplicate")) await work();
    if (hit.some(({ fault }) => fault.type === "store.lost-ack"))
      throw storeError("ECONNRESET", "the connection broke before the answer came");
    return result;
  };

  return {
    reserve: (request) =>
      call({ op: "reserve", name: request.attemptId }, () =>
        store.write((ledger) => ledger.reserve(request)),
      ),
    settle: (end) =>
      call({ op: "settle", name: end.attemptId }, () =>
        store.write((ledger) => ledger.settle(end)),
      ),
    release: (end) =>
      call({ op: "release", name: end.attemptId }, () =>
        store.write((ledger) => ledger.release(end)),
      ),
    snapshot: (lines, atMs) =>
      call({ op: "snapshot", name: String(nowMs()) }, () => store.reader().snapshot(lines, atMs)),
  };
}

/** Whether a fault is about this operation at all. */
function concerns(fault: LiveStoreFault["fault"], op: Operation): boolean {
  switch (fault.type) {
    case "store.lost-ack":
    case "deliver.duplicate":
      return fault.op === op;
    case "store.stale-read":
      return op === "snapshot";
    case "store.down":
      return fault.mode !== "readonly" || op !== "snapshot";
    case "store.lost-writes":
      return fault.for !== undefined;
    case "store.slow":
      return true;
    default:
      return fault satisfies never;
  }
}

function storeError(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

interface Store {
  /** Writes to the ledger in force, and to the replicas after it. */
  write<Result>(work: (ledger: LedgerPort) => Promise<Result>): Promise<Result>;
  /** The ledger that balances are read from. */
  reader(): LedgerPort;
}

/** A ledger with the replicas that faults need: for stale reads, and to fail over to. */
function createStore(
  createLedger: () => LedgerPort,
  faults: readonly LiveStoreFault[],
  { nowMs, onHit }: FaultStage,
): Store {
  let current = createLedger();
  const readers: { readonly live: LiveStoreFault; readonly replica: LaggingReplica }[] = [];
  let spares: { readonly live: LiveStoreFault; readonly replica: LaggingReplica }[] = [];
  for (const live of faults) {
    const { fault } = live;
    if (fault.type === "store.stale-read")
      readers.push({
        live,
        replica: createLaggingReplica(createLedger(), parseDurationMs(fault.lag)),
      });
    if (fault.type === "store.lost-writes")
      spares.push({
        live,
        replica: createLaggingReplica(createLedger(), parseDurationMs(fault.window)),
      });
  }
  const failOver = (): void => {
    const due = spares.filter(({ live }) => live.fromMs <= nowMs());
    for (const { live, replica } of due) {
      current = replica.at(live.fromMs);
      onHit(live.fault.id);
    }
    if (due.length > 0) spares = spares.filter((spare) => !due.includes(spare));
  };
  return {
    async write(work) {
      failOver();
      const result = await work(current);
      for (const { replica } of [...readers, ...spares]) replica.follow(nowMs(), work);
      return result;
    },
    reader() {
      failOver();
      const stale = readers.find(({ live }) => isOn(live, nowMs()));
      return stale === undefined ? current : stale.replica.at(nowMs());
    },
  };
}
