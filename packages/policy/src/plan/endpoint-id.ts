/** The name of a model in a region: `provider/model@variant#region`. */
export function endpointId(model: string, region: string): string {
  return `${model}#${region}`;
}

/** The provider in the name of an endpoint or a model. */
export function providerOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf("/")));
}
