import type { SourcePosition } from "@switchyard/contract";
import { isAlias, isMap, isNode, isScalar, isSeq, type Alias, type Node, type Pair } from "yaml";
import type { Finding } from "./finding.ts";
import { HALF_CHARACTER, isWellFormed } from "./is-well-formed.ts";
import { pointerOf, type Path } from "./json-pointer.ts";
import { isReservedKey } from "./reserved-key.ts";
import type { Place } from "./source-map.ts";

/** The formats nest at most nine levels. */
const DEPTH_MAX = 40;
/** Values with all aliases written out; a catalogue of 1,000 models has about 20,000. */
const VALUES_MAX = 50_000;

/** Plain data of a YAML node, and where each value stands by JSON pointer. */
export interface ReadNode {
  readonly value: unknown;
  readonly places: ReadonlyMap<string, Place>;
  readonly findings: readonly Finding[];
  /** Places whose value could not be taken over. */
  readonly mended: readonly Path[];
}

/**
 * Turns a YAML node into plain data. Aliases are written out, at most 50,000 values in all, so
 * that a few lines cannot grow without bound. Where a key is written twice the first one counts.
 */
export function readNode(root: Node, positionAt: (offset: number) => SourcePosition): ReadNode {
  const reader = new NodeReader(positionAt);
  const value = reader.read(root, [], undefined, positionAt(0));
  const { places, findings, mended } = reader;
  return { value, places, findings, mended };
}

class NodeReader {
  readonly places: Map<string, Place> = new Map();
  readonly findings: Finding[] = [];
  readonly mended: Path[] = [];
  readonly #anchors: Map<string, Node> = new Map();
  /** What each node turned out to be when it was first read. */
  readonly #resolved: Map<Node, Node | undefined> = new Map();
  readonly #positionAt: (offset: number) => SourcePosition;
  #valuesLeft = VALUES_MAX;
  #isTooLarge = false;

  constructor(positionAt: (offset: number) => SourcePosition) {
    this.#positionAt = positionAt;
  }

  read(
    node: unknown,
    path: Path,
    key: SourcePosition | undefined,
    around: SourcePosition,
  ): unknown {
    const resolved = this.#resolve(node);
    const value = this.#startOf(node) ?? around;
    const isCollection = isMap(resolved) || isSeq(resolved);
    this.places.set(pointerOf(path), { ...(key && { key }), value, isCollection });
    this.#valuesLeft -= 1;
    if (this.#valuesLeft <= 0 || path.length > DEPTH_MAX) return this.#refuseTheRest(path);
    if (isMap(resolved)) return this.#readMap(resolved.items, path, value);
    if (isSeq(resolved)) {
      return resolved.items.map((item, index) =>
        this.read(item, [...path, index], undefined, value),
      );
    }
    if (isScalar(resolved)) return this.#readScalar(resolved.value, path);
    if (isAlias(node)) this.#addUnknownAnchor(node, path);
    return null;
  }

  /**
   * An alias means the last node before it that has its name. Only the first reading counts: the
   * same nodes are read again, out of their order, where aliases are written out. (The library's
   * own `Alias.resolve` searches the whole document for every alias.)
   */
  #resolve(node: unknown): unknown {
    if (!isNode(node)) return node;
    if (this.#resolved.has(node)) return this.#resolved.get(node);
    const resolved = isAlias(node) ? this.#anchors.get(node.source) : node;
    this.#resolved.set(node, resolved);
    if (!isAlias(node) && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    return resolved;
  }

  #readMap(pairs: readonly Pair[], path: Path, around: SourcePosition): unknown {
    const entries: Record<string, unknown> = {};
    for (const pair of pairs) {
      const keyAt = this.#startOf(pair.key) ?? around;
      if (!isScalar(pair.key)) {
        const message = "a key must be plain text, not a list, a map or an alias";
        this.findings.push({ path, position: keyAt, message });
        continue;
      }
      const name = String(pair.key.value);
      const entryPath = [...path, name];
      if (isReservedKey(name)) {
        const message = `\`${name}\` is reserved and cannot be a key; rename it`;
        this.findings.push({ path: entryPath, position: keyAt, message });
      } else if (!isWellFormed(name)) {
        this.findings.push({ path, position: keyAt, message: HALF_CHARACTER });
      } else if (Object.hasOwn(entries, name)) {
        this.#addDuplicate(entryPath, keyAt);
      } else {
        entries[name] = this.read(pair.value, entryPath, keyAt, keyAt);
      }
    }
    return entries;
  }

  #readScalar(value: unknown, path: Path): unknown {
    const message = problemOf(value);
    if (message === undefined) return value;
    this.findings.push({ path, message });
    this.mended.push(path);
    return null;
  }

  #addDuplicate(path: Path, position: SourcePosition): void {
    const first = this.places.get(pointerOf(path))?.key?.line;
    const message = `the key is written twice, first in line ${first}; keep one of them`;
    this.findings.push({ path, position, message });
  }

  #addUnknownAnchor({ source }: Alias, path: Path): void {
    this.mended.push(path);
    const message = `\`*${source}\` names no anchor before it; write \`&${source}\` there`;
    this.findings.push({ path, message });
  }

  /** Says it once: whoever reads it has to shorten the file in any case. */
  #refuseTheRest(path: Path): null {
    if (!this.#isTooLarge) {
      const limits = `deeper than ${DEPTH_MAX} levels or has more than ${VALUES_MAX} values`;
      const message = `the document nests ${limits} with its aliases written out; split it`;
      this.findings.push({ path, message });
    }
    this.#isTooLarge = true;
    this.mended.push(path);
    return null;
  }

  #startOf(node: unknown): SourcePosition | undefined {
    const start = isNode(node) ? node.range?.[0] : undefined;
    return start === undefined ? undefined : this.#positionAt(start);
  }
}

function problemOf(value: unknown): string | undefined {
  if (typeof value === "string" && !isWellFormed(value)) return HALF_CHARACTER;
  if (typeof value !== "number" || Number.isFinite(value)) return undefined;
  return `${value} is not a finite number; write one that is`;
}
