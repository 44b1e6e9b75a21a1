import { z } from "zod";

type Loosened<Shape extends z.ZodRawShape> = z.ZodObject<
  { [Key in keyof Shape]: z.ZodExactOptional<Shape[Key]> },
  z.core.$strict
>;

/**
 * The same strict object with every key optional. Unlike zod's `partial`, an explicit `undefined`
 * stays an error.
 */
export function loosen<Shape extends z.ZodRawShape>(
  object: z.ZodObject<Shape, z.core.$strict>,
): Loosened<Shape> {
  const entries = Object.entries(object.shape).map(([key, schema]) => [
    key,
    z.exactOptional(schema),
  ]);
  // `Object.fromEntries` forgets which key has which schema; the mapped type says it again.
  return z.strictObject(Object.fromEntries(entries)) as unknown as Loosened<Shape>;
}
