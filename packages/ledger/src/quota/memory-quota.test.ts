import { describeQuota } from "../../test/describe-quota.ts";
import { createMemoryQuota } from "./memory-quota.ts";

describeQuota("the memory", createMemoryQuota, { numRuns: 100 });
