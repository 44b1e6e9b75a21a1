export { createProviders, type ProvidersOptions } from "./create-providers.ts";
export { type Environment } from "./endpoints/set-up-endpoints.ts";
export { failureRule } from "./failure/failure-rule.ts";
export { normaliseError, type ErrorContext } from "./failure/normalise-error.ts";
