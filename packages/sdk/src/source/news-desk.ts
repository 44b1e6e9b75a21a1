import type { Bundle, PolicyNews, PolicySource } from "@switchyard/contract";

/** The half of a source that is the same for all: who is told, and the last bundle that loaded. */
export interface NewsDesk extends PolicySource {
  /** Loads a bundle and tells of it; one that throws is told as refused. */
  announce(load: () => Bundle, cause: string): void;
}

/**
 * @param start begins to look for changes, when the first listener comes; what it returns ends
 * that, when the last one has gone
 */
export function createNewsDesk(
  name: string,
  first: Bundle,
  start: () => () => void = () => () => {},
): NewsDesk {
  let current = first;
  let stop = (): void => {};
  const listeners = new Set<{ readonly onNews: (news: PolicyNews) => void }>();
  return {
    name,
    get current() {
      return current;
    },
    announce: (load, cause) => {
      const news = newsOf(load, cause);
      if (news.kind === "bundle") current = news.bundle;
      for (const { onNews } of listeners) onNews(news);
    },
    subscribe: (onNews) => {
      const listener = { onNews };
      if (listeners.size === 0) stop = start();
      listeners.add(listener);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stop();
      };
    },
  };
}

function newsOf(load: () => Bundle, cause: string): PolicyNews {
  try {
    return { kind: "bundle", bundle: load(), cause };
  } catch (error) {
    return { kind: "refused", error, cause };
  }
}
