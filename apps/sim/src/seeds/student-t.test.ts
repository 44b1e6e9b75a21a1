import { expect, test } from "vitest";
import { studentFactor95 } from "./student-t.ts";

// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: critical values of Student's t.
test.each([
  [1, 12.706],
  [2, 4.303],
  [3, 3.182],
  [4, 2.776],
  [5, 2.571],
  [10, 2.228],
  [19, 2.093],
  [30, 2.042],
  [60, 2.0],
  [100, 1.984],
])("with %i degrees of freedom the factor is that of the tables, %f", (freedom, tabled) => {
  expect(studentFactor95(freedom)).toBeCloseTo(tabled, 3);
});
