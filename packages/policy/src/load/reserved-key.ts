/** Names that every JavaScript object answers to, so that a look-up by name would find a ghost. */
const RESERVED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Whether a name, such as `__proto__` or `constructor`, may name nothing in a document. */
export function isReservedKey(name: string): boolean {
  return RESERVED.has(name);
}
