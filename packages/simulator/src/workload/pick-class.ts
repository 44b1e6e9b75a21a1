import type { Mix, TrafficClass } from "./traffic-class.ts";

/**
 * Picks classes of a mix in proportion to their shares.
 *
 * @returns takes a draw in [0, 1); equal draws pick equal classes
 */
export function createClassPicker({ classes }: Mix): (draw: number) => TrafficClass {
  const upTo: number[] = [];
  let sum = 0;
  for (const { share } of classes) {
    sum += share;
    upTo.push(sum);
  }
  return (draw) => {
    const wanted = draw * sum;
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? sum) > wanted) high = middle;
      else low = middle + 1;
    }
    const picked = classes[low];
    if (picked === undefined) throw new RangeError("A mix has at least one class.");
    return picked;
  };
}
