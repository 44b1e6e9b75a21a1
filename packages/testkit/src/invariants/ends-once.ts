import type { Report } from "./invariant.ts";

/** Watches things that are opened and must end exactly once. */
export interface EndsOnce {
  readonly open: (id: string, askId: string) => void;
  readonly end: (id: string, askId: string) => void;
  /** Reports what is still open. */
  readonly finish: () => void;
}

/** @param what names one of them in messages, such as `Ask` */
export function watchEnds(what: string, report: Report): EndsOnce {
  const open = new Map<string, string>();
  const ended = new Set<string>();
  return {
    open: (id, askId) => {
      if (open.has(id) || ended.has(id)) report(`${what} ${id} was opened twice.`, askId);
      open.set(id, askId);
    },
    end: (id, askId) => {
      if (ended.has(id)) report(`${what} ${id} ended twice.`, askId);
      else if (!open.has(id)) report(`${what} ${id} ended and was never opened.`, askId);
      open.delete(id);
      ended.add(id);
    },
    finish: () => {
      for (const [id, askId] of open) report(`${what} ${id} never ended.`, askId);
    },
  };
}
