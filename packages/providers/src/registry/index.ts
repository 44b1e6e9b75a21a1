export { createPriceRegistry } from "./create-price-registry.ts";
