/** One thing that is measured, in a process of its own. */
export interface Subject {
  /** Operations of one batch: some milliseconds of work. */
  readonly operations: number;
  /** Makes ready what is measured, untimed. What it returns performs one batch. */
  readonly prepare: () => Promise<(operations: number) => void | Promise<void>>;
}
