import type { z } from "zod";

/** A schema whose values are told apart by their `type`, so that a wider union may hold it. */
export type OneOf<Value> = z.ZodType<Value> & z.core.$ZodTypeDiscriminable;
