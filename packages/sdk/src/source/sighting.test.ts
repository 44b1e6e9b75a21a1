import fc from "fast-check";
import { expect, test } from "vitest";
import { sight, type Sighting } from "./sighting.ts";

test("only what two looks in a row see is taken, and nothing twice in a row", () => {
  const looks = fc.array(fc.constantFrom("good", "torn", "next"), { maxLength: 40 });
  fc.assert(
    fc.property(looks, (seen) => {
      let sighting: Sighting = { taken: "good" };
      for (const [index, one] of seen.entries()) {
        const before = sighting.taken;
        const { sighting: after, isTaken } = sight(sighting, one);
        const isNew = one !== before && seen[index - 1] === one;
        expect(isTaken).toBe(isNew);
        expect(after.taken).toBe(isNew ? one : before);
        sighting = after;
      }
    }),
  );
});
