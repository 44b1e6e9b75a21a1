/** One of several that open a file at once: says that it begins, then what spend it found. */
import { parentPort, workerData } from "node:worker_threads";
import { openLedgerFile } from "../src/ledger-file.ts";

const say = (words: unknown): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort?.postMessage(words);
};

say("opening");
const database = openLedgerFile(workerData, 10_000);
const words = database.prepare("SELECT count(*) AS words FROM level, quota, seat").get();
const window = database.prepare("SELECT spent, reserved FROM window").get();
database.close();
say({ ...words, ...window });
