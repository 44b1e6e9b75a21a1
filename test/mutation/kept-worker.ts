import {
  ThreadsPoolWorker,
  type PoolRunnerInitializer,
  type PoolWorker,
  type TestProject,
  type WorkerRequest,
} from "vitest/node";

/** A worker takes more memory with each run, since tests are loaded anew for every mutant. */
const RUNS_MAX = 150;

interface Kept {
  readonly thread: ThreadsPoolWorker;
  runs: number;
}

/**
 * One thread for mutants that run inside tests, since to begin one and to load what tests import
 * takes ten times as long as most tests. Test files are loaded anew each time, their sources are
 * not. So the first run of all and mutants of code that runs while it is loaded get new threads.
 */
export function keptWorker(): PoolRunnerInitializer {
  let kept: Kept | undefined;
  return {
    name: "kept-worker",
    createPoolWorker: (options) => {
      if (!isMutantOfTestRun(options.project)) return new ThreadsPoolWorker(options);
      const isWarm = kept !== undefined;
      const used = (kept ??= { thread: new ThreadsPoolWorker(options), runs: 0 });
      used.runs += 1;
      return lend(used.thread, isWarm, () => {
        if (used.runs < RUNS_MAX) return false;
        kept = undefined;
        return true;
      });
    },
  };
}

function isMutantOfTestRun(project: TestProject): boolean {
  const provided = project.getProvidedContext();
  return (
    Reflect.get(provided, "mode") === "mutant" &&
    Reflect.get(provided, "mutantActivation") === "runtime"
  );
}

/** A thread as a worker of one run. It answers for a warm one that it is started, and stopped. */
function lend(thread: ThreadsPoolWorker, isWarm: boolean, isWornOut: () => boolean): PoolWorker {
  const listeners: (readonly [event: string, listener: (message: unknown) => void])[] = [];
  const answer = (type: "started" | "stopped"): void => {
    setImmediate(() => {
      for (const [event, listener] of listeners)
        if (event === "message") listener({ __vitest_worker_response__: true, type });
    });
  };
  let config: unknown;
  return {
    name: "kept-worker",
    on: (event, listener) => {
      listeners.push([event, listener]);
      thread.on(event, listener);
    },
    off: (event, listener) => {
      thread.off(event, listener);
    },
    deserialize: (data) => data,
    start: async () => {
      if (!isWarm) await thread.start();
    },
    send: (message) => {
      if (message.type === "stop") answer("stopped");
      else if (message.type === "start" && isWarm) {
        ({ config } = message.context);
        answer("started");
      } else thread.send(config === undefined ? message : withConfig(message, config));
    },
    stop: async () => {
      for (const [event, listener] of listeners) thread.off(event, listener);
      if (isWornOut()) await thread.stop();
    },
  };
}

/** A run takes its configuration from the start of its thread, unless it brings its own. */
function withConfig(message: WorkerRequest, config: unknown): WorkerRequest {
  return message.type === "run"
    ? { ...message, context: Object.assign({}, message.context, { config }) }
    : message;
}
