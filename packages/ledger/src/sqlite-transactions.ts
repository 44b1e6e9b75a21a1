import type { DatabaseSync } from "node:sqlite";

/** Runs work as one transaction that takes the right to write at once: all of it holds or none. */
export function createTransactions(database: DatabaseSync): <Result>(work: () => Result) => Result {
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const rollback = database.prepare("ROLLBACK");
  return (work) => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // A failure that SQLite itself undid has left no transaction.
      if (database.isTransaction) rollback.run();
      throw error;
    }
  };
}
