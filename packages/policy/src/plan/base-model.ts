/** A model's name without its variant: `openai/gpt-6-sol@low` is `openai/gpt-6-sol`. */
export function baseModel(model: string): string {
  const at = model.lastIndexOf("@");
  return at < 0 ? model : model.slice(0, at);
}
