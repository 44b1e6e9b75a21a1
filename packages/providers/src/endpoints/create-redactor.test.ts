import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createRedactor } from "./create-redactor.ts";

test("no key is left in a text, whatever surrounds it", () => {
  const key = fc.string({ minLength: 8, maxLength: 20, unit: fc.constantFrom("k", "1", "-", "/") });
  fc.assert(
    fc.property(fc.array(key, { minLength: 1 }), fc.string(), (keys, text) => {
      const redacted = createRedactor(keys)(keys.map((each) => `${text}${each}`).join(" "));

      for (const each of keys) expect(redacted).not.toContain(each);
    }),
  );
});

test("a key that contains another is struck out whole", () => {
  expect(createRedactor(["sk-abcd", "sk-abcd-long"])("x sk-abcd-long y")).toBe("x [key] y");
});

test("a value too short for a key leaves texts readable", () => {
  expect(createRedactor(["a"])("a banana")).toBe("a banana");
});
