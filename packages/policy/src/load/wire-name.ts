import type { CatalogDocument } from "@switchyard/contract";

/**
 * A model's name on the wire: its own, else that of the model it is a variant of, else its id
 * after the provider and before the variant.
 */
export function wireNameOf(id: string, { models }: CatalogDocument): string {
  const model = Object.hasOwn(models, id) ? models[id] : undefined;
  if (model?.wireName !== undefined) return model.wireName;
  const base = model?.of;
  const baseName = base !== undefined && Object.hasOwn(models, base) && models[base]?.wireName;
  return baseName || nameIn(base ?? id);
}

/** The provider's id in a model's. */
export function providerOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf("/")));
}

function nameIn(id: string): string {
  const name = id.slice(id.indexOf("/") + 1);
  const variant = name.indexOf("@");
  return variant === -1 ? name : name.slice(0, variant);
}
