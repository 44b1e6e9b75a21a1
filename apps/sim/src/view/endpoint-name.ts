/** The provider in an endpoint id, `provider/model@variant#region`. */
export function providerOf(endpoint: string): string {
  return endpoint.split("/", 1)[0] ?? endpoint;
}

/** The endpoint id without its provider: `model@variant#region`. */
export function modelAndRegion(endpoint: string): string {
  return endpoint.slice(providerOf(endpoint).length + 1) || endpoint;
}
