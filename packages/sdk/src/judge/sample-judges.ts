import type { Gate, Rng } from "@switchyard/contract";

/**
 * The judges that are asked about the answers of one ask, by route: each with the share that its
 * gate states. The draw is keyed by ask and judge, so it is the same for all attempts of the ask,
 * and with a seeded `rng` the same in every run. Call it once for an ask: a machine's own chance
 * has no keys.
 */
export function sampleJudges(gates: readonly Gate[], rng: Rng, askId: string): readonly string[] {
  return gates.flatMap((gate) => {
    if (gate.kind !== "judge") return [];
    const { route, sampleShare } = gate;
    return rng.fork(`${askId}/judge/${route}`).float() < sampleShare ? [route] : [];
  });
}
