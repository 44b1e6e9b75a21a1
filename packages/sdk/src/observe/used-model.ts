import type { Catalog, Model, RequestIssue, Usage } from "@switchyard/contract";
import { baseModel } from "@switchyard/policy";

/** What the application called by itself, and how that went. */
export interface UsedModel {
  /** Its id in the catalogue, such as `openai/gpt-6-luna`, or its name on the wire. */
  readonly model: string;
  /** The catalogue's name of the provider. Needed where several serve a model of that name. */
  readonly provider?: string;
  /** The catalogue's name of the region. Default: whichever the policy allows. */
  readonly region?: string;
  /** How long the whole answer took, in milliseconds. From 0 up. */
  readonly latencyMs?: number;
  /** Tokens as the provider counted them; parts that it did not tell are 0. */
  readonly usage?: Pick<Usage, "inputTokens" | "outputTokens"> & Partial<Usage>;
  /** Whether the application could use the answer. */
  readonly success?: boolean;
}

/** Everything that is wrong with what the application says that it used. */
export function usedMistakes(used: UsedModel): readonly RequestIssue[] {
  const issues: RequestIssue[] = [];
  if (typeof used.model !== "string" || used.model === "") {
    const message = "used.model is empty. Name the model that was called.";
    issues.push({ field: "used.model", message });
  }
  const { latencyMs, usage } = used;
  if (latencyMs !== undefined && !(Number.isFinite(latencyMs) && latencyMs >= 0)) {
    const message = `used.latencyMs ${latencyMs} is no time. Give milliseconds from 0 up.`;
    issues.push({ field: "used.latencyMs", message });
  }
  for (const [name, count] of Object.entries<number>(usage ?? {})) {
    if (Number.isSafeInteger(count) && count >= 0) continue;
    const field = `used.usage.${name}`;
    const message = `${field} ${count} is no count. Give a whole number of tokens from 0 up.`;
    issues.push({ field, message });
  }
  return issues;
}

/**
 * The catalogue's model that was used: the one of that id, else the only one of that name on the
 * wire, variants aside. Undefined: none, or several.
 */
export function findUsedModel(
  { models }: Catalog,
  { model, provider, region }: UsedModel,
): Model | undefined {
  const fits = (each: Model): boolean =>
    (provider === undefined || each.provider === provider) &&
    (region === undefined || each.regions.includes(region));
  const byId = Object.hasOwn(models, model) ? models[model] : undefined;
  if (byId !== undefined) return fits(byId) ? byId : undefined;
  const named = Object.values(models).filter(
    (each) => each.wireName === model && each.id === baseModel(each.id) && fits(each),
  );
  return named.length === 1 ? named[0] : undefined;
}
