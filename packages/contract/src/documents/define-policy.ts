import type { PolicyInput } from "./policy-document.ts";

/**
 * Types a policy written in TypeScript. It is the same document as the YAML one and compiles to
 * the same hash; its intents and risks become literal unions, so a typo is a compile error, and
 * so is a top-level key that no policy has.
 *
 * Nothing is checked at run time here: the router and `loadPolicy` do that.
 */
export function definePolicy<const P extends PolicyInput>(policy: P & UnknownKeys<P>): P {
  return policy;
}

/** A type parameter allows more keys than its bound has; this forbids them. */
type UnknownKeys<P> = { readonly [Key in Exclude<keyof P, keyof PolicyInput>]: never };

/** The intents that a policy declares; `string` where it was read from a file. */
export type IntentOf<P> = P extends { readonly domains: { readonly intents: infer I } }
  ? I extends readonly (infer Name extends string)[]
    ? Name
    : string
  : string;

/** The risk classes that a policy declares; `string` where it was read from a file. */
export type RiskOf<P> = P extends { readonly domains: { readonly risks: infer R } }
  ? R extends readonly (infer Name extends string)[]
    ? Name
    : string
  : string;
