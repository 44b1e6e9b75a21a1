import { lognormalMs } from "../chance/lognormal-ms.ts";
import type { VirtualClock } from "../time/create-virtual-clock.ts";
import type { Clients } from "../workload/create-workload.ts";

/**
 * Begins one ask.
 *
 * @param again how often the same was asked for before. Default: 0
 * @returns whether a model answered, once it has ended; undefined: no ask is begun any more
 */
export type Begin = (index: number, again?: number) => Promise<boolean> | undefined;

/** Those who bring the asks. */
export interface Comers {
  /** Whether none of them will ask again. */
  isOver(): boolean;
}

/**
 * Lets users ask until the duration is over, each one ask at a time: think, ask, wait for its end.
 * Who had no answer of a model asks the same again, as often as the users do. The first asks come
 * spread over the time of one thought.
 */
export function letClientsAsk(
  clients: Clients,
  durationMs: number,
  clock: Pick<VirtualClock, "schedule" | "nowMs">,
  begin: Begin,
): Comers {
  const { users, think, reasksMax, reaskAfterMs, asksMax, rng } = clients;
  let present = users;
  let asked = 0;
  let tasks = 0;

  const enter = (user: number): void => {
    const key = `user-${user + 1}`;
    const thoughts = rng.fork(key);
    const thinkMs = (): number => lognormalMs(thoughts, think.msP50, think.msP95);
    const later = (afterMs: number, ask: () => void): void => {
      const atMs = clock.nowMs() + afterMs;
      if (atMs >= durationMs) present -= 1;
      else clock.schedule(atMs, key, ask);
    };
    const askForNext = (): void => {
      askFor(tasks, 0);
      tasks += 1;
    };
    const askFor = (task: number, again: number): void => {
      if (asked >= asksMax) {
        present -= 1;
        return;
      }
      asked += 1;
      void begin(task, again)?.then((isAnswered) => {
        if (isAnswered || again >= reasksMax) later(thinkMs(), askForNext);
        else later(reaskAfterMs, () => askFor(task, again + 1));
      });
    };
    later(thoughts.float() * thinkMs(), askForNext);
  };
  for (let user = 0; user < users; user += 1) enter(user);
  return { isOver: () => present === 0 };
}
