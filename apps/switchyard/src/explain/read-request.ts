import { existsSync } from "node:fs";
import {
  CAPABILITIES,
  ConfigurationError,
  InvalidRequestError,
  type Policy,
  type RequestClass,
} from "@switchyard/contract";
import { nearest, validateRequest } from "@switchyard/policy";
import { createAskClassifier } from "@switchyard/sdk";
import { z } from "zod";
import { readText } from "../read-text.ts";
import type { ExplainOptions } from "./add-explain-command.ts";

const names = z.array(z.string()).exactOptional();

/** A request as JSON: an ask's own words, and what the router would count. */
const GivenRequest = z.strictObject({
  intent: z.string(),
  risk: z.string(),
  slaMs: z.number(),
  input: z.string().exactOptional(),
  segment: z.string().exactOptional(),
  locale: z.string().exactOptional(),
  residency: z.string().exactOptional(),
  contextTokens: z.int().nonnegative().exactOptional(),
  workload: z.string().exactOptional(),
  capabilities: z.array(z.enum(CAPABILITIES)).exactOptional(),
  overrides: z
    .strictObject({
      only: names,
      exclude: names,
      costMicroUsdMax: z.int().nonnegative().exactOptional(),
      noFallback: z.boolean().exactOptional(),
    })
    .exactOptional(),
});

/**
 * The class of the request that the options describe.
 *
 * Throws `ConfigurationError` for a request that cannot be read and `InvalidRequestError` for one
 * that the policy's domains do not know.
 */
export function readRequest(options: ExplainOptions, policy: Policy): RequestClass {
  const given = parseRequest(options);
  const { input, contextTokens, workload, capabilities, overrides = {}, ...words } = given;
  const ask = { ...words, ...overrides, input: input ?? "?" };
  const issues = validateRequest(policy, ask);
  if (issues.length > 0) throw new InvalidRequestError(issues);
  const counted = createAskClassifier(policy)(ask);
  const tokens = contextTokens ?? (input === undefined ? smallestInput(policy) : undefined);
  return {
    ...counted,
    ...(tokens !== undefined && {
      contextTokens: tokens,
      workload: smallestHolding(tokens, policy),
    }),
    ...(workload !== undefined && { workload: declared(workload, policy) }),
    ...(capabilities !== undefined && { capabilities }),
  };
}

function parseRequest(options: ExplainOptions): z.infer<typeof GivenRequest> {
  const { request, capability, only, exclude, sla } = options;
  const { intent, risk, input, segment, locale, residency, contextTokens, workload } = options;
  const flags = {
    ...defined({ intent, risk, input, segment, locale, residency, contextTokens, workload }),
    ...defined({ slaMs: sla, capabilities: capability }),
  };
  const base = request === undefined ? {} : parseJson(request);
  const narrowed = defined({ only, exclude });
  const overrides = Object.keys(narrowed).length === 0 ? {} : { overrides: narrowed };
  const result = GivenRequest.safeParse(
    { ...base, ...flags, ...overrides },
    { error: ({ input: value }) => (value === undefined ? "it is missing" : undefined) },
  );
  if (result.success) return result.data;
  const mistakes = result.error.issues.map(
    ({ path, message }) => `${path.join(".") || "request"}: ${message}`,
  );
  const way = "Give at least --intent, --risk and --sla, or --request with intent, risk and slaMs.";
  throw new ConfigurationError(`The request cannot be read (${mistakes.join("; ")}). ${way}`);
}

function parseJson(request: string): object {
  const isText = request.trimStart().startsWith("{");
  const text = isText || (request !== "-" && !existsSync(request)) ? request : readText(request);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(
      `--request is neither a file nor JSON (${why}). Give an object, such as '{"intent":"faq"}'.`,
      { cause },
    );
  }
  throw new ConfigurationError(`--request is no JSON object. Give one, as in '{"intent":"faq"}'.`);
}

function defined(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function smallestInput({ domains }: Policy): number {
  return Math.min(...Object.values(domains.workloads).map(({ inputTokens }) => inputTokens));
}

/** As the router classifies: the smallest workload that holds the input, else the largest. */
function smallestHolding(tokens: number, { domains }: Policy): string {
  const ascending = Object.entries(domains.workloads).toSorted(
    ([, left], [, right]) => left.inputTokens - right.inputTokens,
  );
  const holding = ascending.find(([, { inputTokens }]) => inputTokens >= tokens);
  return (holding ?? ascending.at(-1))?.[0] ?? "";
}

function declared(workload: string, { domains }: Policy): string {
  const known = Object.keys(domains.workloads);
  if (known.includes(workload)) return workload;
  const meant = nearest(workload, known);
  const way = meant === undefined ? `Use one of ${known.join(", ")}.` : `Did you mean ${meant}?`;
  throw new ConfigurationError(`No workload of the policy is named ${workload}. ${way}`);
}
