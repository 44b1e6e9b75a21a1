/** The provider in an endpoint id, `provider/model@variant#region`. */
export function providerOf(endpoint: string): string {
  return endpoint.split("/", 1)[0] ?? endpoint;
}
