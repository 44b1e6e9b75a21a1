/** A hold that ends by itself when its lease is over. */
export interface Lease {
  expiresAtMs: number;
  /** Where it lies in its heap, which alone writes it. */
  place: number;
}

/** Running leases, of which the first to expire is always known. */
export interface LeaseHeap<Kind extends Lease> {
  /** Its `expiresAtMs` must not change until it is taken out. */
  add(lease: Kind): void;
  /** Takes out a lease that is in the heap. */
  remove(lease: Kind): void;
  /** Takes out the first lease to expire, if it is over by an instant. */
  takeDue(atMs: number): Kind | undefined;
}

/**
 * A binary heap by expiry. Leases differ in length and most end long before they expire, so each
 * knows its place: to end one takes no search. A lease that is longer than those before it is
 * added in one step; every other step count is the logarithm of the leases that run.
 */
export function createLeaseHeap<Kind extends Lease>(): LeaseHeap<Kind> {
  const heap: Kind[] = [];
  const put = (lease: Kind, place: number): void => {
    heap[place] = lease;
    lease.place = place;
  };
  const rise = (lease: Kind, from: number): void => {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || parent.expiresAtMs <= lease.expiresAtMs) break;
      put(parent, place);
      place = above;
    }
    put(lease, place);
  };
  /** The sooner of the two below a place. */
  const childOf = (place: number): Kind | undefined => {
    const left = heap[2 * place + 1];
    const right = heap[2 * place + 2];
    if (left === undefined || right === undefined) return left;
    return right.expiresAtMs < left.expiresAtMs ? right : left;
  };
  const sink = (lease: Kind, from: number): number => {
    let place = from;
    let child = childOf(place);
    while (child !== undefined && child.expiresAtMs < lease.expiresAtMs) {
      const below = child.place;
      put(child, place);
      place = below;
      child = childOf(place);
    }
    return place;
  };
  const remove = (lease: Kind): void => {
    const last = heap.pop();
    // The last one fills the gap: its way from there is down, or up on another branch.
    if (last !== undefined && last !== lease) rise(last, sink(last, lease.place));
  };
  return {
    add: (lease) => {
      rise(lease, heap.length);
    },
    remove,
    takeDue: (atMs) => {
      const first = heap[0];
      if (first === undefined || first.expiresAtMs > atMs) return undefined;
      remove(first);
      return first;
    },
  };
}
