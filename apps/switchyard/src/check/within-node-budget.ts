import { ConfigurationError } from "@switchyard/contract";
import { NodeBudgetError } from "@switchyard/policy";

/** Runs an analysis of a file's policy; one that is too large is a `ConfigurationError`. */
export function withinNodeBudget<T>(file: string, analyse: () => T): T {
  try {
    return analyse();
  } catch (cause) {
    if (!(cause instanceof NodeBudgetError)) throw cause;
    throw new ConfigurationError(`${file}: ${cause.message}.`, { cause });
  }
}
