import type { SourcePosition } from "@switchyard/contract";
import { parentPointer } from "./json-pointer.ts";

/** Finds the position of a value by its JSON pointer; of the nearest ancestor that is written. */
export type Locate = (pointer: string) => SourcePosition | undefined;

/** Where one value stands in the text. */
export interface Place {
  /** Absent for list entries and the whole document. */
  readonly key?: SourcePosition;
  readonly value: SourcePosition;
  /** Whether it is a map or a list: then its key is the better place to point to. */
  readonly isCollection: boolean;
}

/** Positions of all values of one file. */
export interface SourceMap {
  readonly locate: Locate;
  /** Like `locate`, but prefers the key of the value itself. */
  readonly locateKey: Locate;
}

/** Makes a map of the places of a file's values, by JSON pointer. */
export function createSourceMap(places: ReadonlyMap<string, Place>): SourceMap {
  const locate: Locate = (pointer) => {
    let existing: string | undefined = pointer;
    while (existing !== undefined) {
      const place = places.get(existing);
      if (place !== undefined) return place.isCollection ? (place.key ?? place.value) : place.value;
      existing = parentPointer(existing);
    }
    return undefined;
  };
  return { locate, locateKey: (pointer) => places.get(pointer)?.key ?? locate(pointer) };
}

/** The map of a document made in code: nothing has a position. */
export const NO_SOURCE_MAP: SourceMap = {
  locate: () => undefined,
  locateKey: () => undefined,
};
