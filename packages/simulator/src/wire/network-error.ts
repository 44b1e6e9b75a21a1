/** Why no answer comes, as Node and undici report it. */
const CAUSES = {
  refused: ["ECONNREFUSED", "connect ECONNREFUSED 192.0.2.1:443"],
  reset: ["ECONNRESET", "read ECONNRESET"],
  cut: ["UND_ERR_SOCKET", "other side closed"],
  unknown: ["ENOTFOUND", "no simulated endpoint has this URL"],
} as const;

/**
 * The error of a `fetch` whose connection failed: a `TypeError` with the cause's code, as undici
 * makes it. `cut` is that of a body that broke off.
 */
export function networkError(why: keyof typeof CAUSES, url: string): TypeError {
  const [code, message] = CAUSES[why];
  const cause = Object.assign(new Error(why === "unknown" ? `${message}: ${url}` : message), {
    code,
  });
  return new TypeError(why === "cut" ? "terminated" : "fetch failed", { cause });
}
