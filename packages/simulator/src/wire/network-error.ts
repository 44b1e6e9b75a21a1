/** Why no answer comes, as Node and undici report it: a code and a message. */
const CAUSES = {
  refused: ["ECONNREFUSED", "connect ECONNREFUSED 192.0.2.1:443"],
  reset: ["ECONNRESET", "read ECONNRESET"],
  "reset-early": ["ECONNRESET", "read ECONNRESET"],
  cut: ["UND_ERR_SOCKET", "other side closed"],
  nowhere: ["ENOTFOUND", "no simulated endpoint has this URL: URL"],
  unknown: ["ENOTFOUND", "getaddrinfo ENOTFOUND HOST"],
  unresolved: ["EAI_AGAIN", "getaddrinfo EAI_AGAIN HOST"],
  expired: ["CERT_HAS_EXPIRED", "certificate has expired"],
  "wrong-host": [
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "Hostname/IP does not match certificate's altnames: Host: HOST. is not in the cert's altnames",
  ],
  "connect-timeout": ["UND_ERR_CONNECT_TIMEOUT", "Connect Timeout Error"],
} as const;

/**
 * The error of a `fetch` whose connection failed: a `TypeError` with the cause's code, as undici
 * makes it. `cut` is that of a body that broke off.
 */
export function networkError(why: keyof typeof CAUSES, url: string): TypeError {
  const [code, message] = CAUSES[why];
  const { hostname } = new URL(url);
  const text = message.replace("HOST", hostname).replace(/URL$/, url);
  const cause = Object.assign(new Error(text), { code });
  return new TypeError(why === "cut" ? "terminated" : "fetch failed", { cause });
}
