import { describeQuota } from "../../test/quota-conformance.ts";
import { createMemoryQuota } from "./memory-quota.ts";

describeQuota("the memory", createMemoryQuota, { numRuns: 100 });
