/** Calls `tick` again and again, `everyMs` apart; the function it returns ends that. */
export type Ticker = (everyMs: number, tick: () => void) => () => void;

/** Ticks by the machine's time. It does not keep the process alive. */
export const systemTicker: Ticker = (everyMs, tick) => {
  const timer = setInterval(tick, everyMs);
  timer.unref();
  return () => clearInterval(timer);
};
