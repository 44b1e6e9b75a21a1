/** Which events of which writers were seen, in memory that grows with gaps and not with events. */
export interface SequenceRanges {
  /** Notes an event; false: it was seen before. */
  add(process: string, sequence: number): boolean;
  /** Events between the first and the last seen of each writer that were not seen. */
  missing(): number;
}

interface Range {
  readonly from: number;
  to: number;
}

/** Gaps remembered of one writer; beyond, the oldest is forgotten and a repeat in it passes. */
const RANGES_MAX = 10_000;

export function createSequenceRanges(): SequenceRanges {
  const writers = new Map<string, Range[]>();
  return {
    add: (process, sequence) => {
      const ranges = writers.get(process);
      if (ranges === undefined) {
        writers.set(process, [{ from: sequence, to: sequence }]);
        return true;
      }
      return addTo(ranges, sequence);
    },
    missing: () => {
      let missing = 0;
      for (const ranges of writers.values())
        for (const [index, { from }] of ranges.entries())
          missing += from - ((ranges[index - 1]?.to ?? from - 1) + 1);
      return missing;
    },
  };
}

function addTo(ranges: Range[], sequence: number): boolean {
  // A new event follows the last one, as a rule, so the search begins there.
  let index = ranges.length - 1;
  while (index >= 0 && (ranges[index]?.from ?? 0) > sequence) index -= 1;
  const before = ranges[index];
  const after = ranges[index + 1];
  if (before !== undefined && sequence <= before.to) return false;
  const joinsBefore = before?.to === sequence - 1;
  const joinsAfter = after?.from === sequence + 1;
  if (joinsBefore && joinsAfter) {
    before.to = after.to;
    ranges.splice(index + 1, 1);
  } else if (joinsBefore) {
    before.to = sequence;
  } else {
    ranges.splice(index + 1, joinsAfter ? 1 : 0, {
      from: sequence,
      to: joinsAfter ? after.to : sequence,
    });
    if (ranges.length > RANGES_MAX) ranges.shift();
  }
  return true;
}
