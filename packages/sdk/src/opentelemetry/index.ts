export { SEMANTIC_CONVENTIONS_VERSION } from "./attribute-names.ts";
export {
  createOpenTelemetrySink,
  type OpenTelemetryOptions,
  type OpenTelemetrySink,
} from "./create-opentelemetry-sink.ts";
export { METRICS, type Metric, type MetricKey } from "./metric-names.ts";
