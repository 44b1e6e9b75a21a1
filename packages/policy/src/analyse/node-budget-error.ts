import type { ClassField } from "./class-fields.ts";

/** An analysis needs more nodes than it may have. It has no result then, not a partial one. */
export class NodeBudgetError extends Error {
  override readonly name = "NodeBudgetError";
  /** The field whose values made the most nodes. */
  readonly field: ClassField;

  constructor(nodesMax: number, field: ClassField, values: number) {
    super(
      `the policy's diagram needs more than ${nodesMax} nodes, most of them for the ${values} values ` +
        `of \`${field}\`; use fewer distinct limits there, or allow more nodes`,
    );
    this.field = field;
  }
}
