export { askEndFaults, type AskEndFault } from "./invariants/ask-ends.ts";
export {
  createComplianceChecker,
  type ComplianceChecker,
  type ComplianceDocuments,
  type ComplianceRule,
  type Violation,
} from "./invariants/compliance.ts";
export { reservationFaults, type ReservationFault } from "./invariants/reservations.ts";
export {
  readStream,
  streamFaults,
  type StreamFault,
  type StreamReading,
} from "./invariants/stream-reading.ts";
