import { createHmac } from "node:crypto";

const PREFIX = "whsec_";

/**
 * The key of a Standard Webhooks secret: what stands after `whsec_` is base64; any other text is
 * taken by its bytes.
 */
export function webhookKey(secret: string): Buffer {
  return secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), "base64")
    : Buffer.from(secret, "utf8");
}

/**
 * Headers of one message as Standard Webhooks 1.0.0 has them (standardwebhooks.com, its
 * specification in MIT): the signature is the HMAC-SHA256 of `id.timestamp.body`, in base64.
 *
 * @param atSeconds wall clock, whole seconds since 1970: receivers refuse what is minutes off
 */
export function signWebhook(
  key: Buffer,
  id: string,
  atSeconds: number,
  body: string,
): Readonly<Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>> {
  const digest = createHmac("sha256", key).update(`${id}.${atSeconds}.${body}`).digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": `${atSeconds}`,
    "webhook-signature": `v1,${digest}`,
  };
}
