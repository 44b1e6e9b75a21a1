import type { RungName } from "@switchyard/contract";
import type { Ascent } from "../climb/ascent.ts";
import type { ClosedRung } from "../ladder/rung-book.ts";

/** The closed rungs that the ask went past on its way, a sentence for each; empty: none. */
export function closedInWords({ closed, route }: Ascent, answered: RungName): string {
  const place = route.ladder.indexOf(answered);
  return closed
    .filter(({ rung }) => route.ladder.indexOf(rung) < place)
    .map((rung) => ` ${inWords(rung)}`)
    .join("");
}

function inWords({ rung, cause, forMs, leftMs }: ClosedRung): string {
  const until =
    leftMs === 0 ? "another ask tries it now" : `an ask may try it in ${Math.ceil(leftMs)} ms`;
  return `Rung ${rung} has been closed for ${Math.floor(forMs)} ms (${cause}); ${until}.`;
}
