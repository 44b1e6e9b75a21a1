import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { constants, createGunzip } from "node:zlib";

/** The name of standard input among sources. */
export const STDIN = "-";

const READ_BYTES = 262_144;
/** The first two bytes of a gzip member (RFC 1952, section 2.3.1). */
const GZIP_MAGIC = [0x1f, 0x8b] as const;

/**
 * The bytes of a file, or of standard input, unpacked where they begin as gzip does, whatever the
 * name. Of a gzip file that was cut off, what can be unpacked is given. Throws what the system does.
 */
export async function* openSource(
  source: string,
  stdin: Readable = process.stdin,
): AsyncGenerator<Buffer> {
  const stream = source === STDIN ? stdin : createReadStream(source, { highWaterMark: READ_BYTES });
  const chunks = buffersOf(stream);
  let head = Buffer.alloc(0);
  while (head.length < GZIP_MAGIC.length) {
    const { value, done } = await chunks.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  const whole = withHead(head, chunks);
  yield* isGzip(head) ? unpacked(whole) : whole;
}

/** Whether bytes begin a gzip file. */
export function isGzip(head: Buffer): boolean {
  return GZIP_MAGIC.every((byte, index) => head[index] === byte);
}

async function* buffersOf(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
}

async function* withHead(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* rest;
}

async function* unpacked(packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: READ_BYTES });
  // Errors of either stream end the iteration below; the callback need not tell them again.
  pipeline(Readable.from(packed), gunzip, () => {});
  yield* buffersOf(gunzip);
}
