/** Items that were read before they were asked for. */
export interface ReadAhead<Item> extends AsyncIterable<Item> {
  /** Items let go because nobody asked for them in time. */
  dropped(): number;
}

/**
 * Reads a source as it comes, whether or not its items are asked for, so that a viewer who pauses
 * never holds up the program that writes. The oldest items beyond `itemsMax` are let go.
 */
export function readAhead<Item>(source: AsyncIterable<Item>, itemsMax: number): ReadAhead<Item> {
  let items: Item[] = [];
  let dropped = 0;
  let end: { readonly failure?: unknown } | undefined;
  let wake = (): void => {};

  const fill = async (): Promise<void> => {
    try {
      for await (const item of source) {
        items.push(item);
        // Half at once, so that letting go costs little for each.
        if (items.length > itemsMax) {
          const kept = items.slice(Math.ceil(itemsMax / 2));
          dropped += items.length - kept.length;
          items = kept;
        }
        wake();
      }
      end = {};
    } catch (failure) {
      end = { failure };
    }
    wake();
  };

  return {
    dropped: () => dropped,
    [Symbol.asyncIterator]: async function* () {
      void fill();
      for (;;) {
        const batch = items;
        items = [];
        yield* batch;
        if (items.length > 0) continue;
        if (end?.failure !== undefined) throw end.failure;
        if (end !== undefined) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
