import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  /** Nothing more of it is read. */
  | { readonly kind: 'too-large' }
  /** The client went away, or took too long. */
  | { readonly kind: 'aborted' };

/**
 * Reads a body of at most so many bytes; never holds more than these and one chunk.
 *
 * @param onWanted called before the first byte is read, and not at all when too many are announced
 */
export async function readBody(
  request: IncomingMessage,
  mostBytes: number,
  onWanted: () => void,
): Promise<Body> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > mostBytes) return { kind: 'too-large' };
  onWanted();
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= mostBytes) return void chunks.push(chunk);
      request.pause();
      request.removeAllListeners('data');
      chunks.length = 0;
      resolve({ kind: 'too-large' });
    });
    request.once('end', () => resolve({ kind: 'whole', bytes: Buffer.concat(chunks, bytes) }));
    request.once('close', () => resolve({ kind: 'aborted' }));
    request.once('error', () => resolve({ kind: 'aborted' }));
  });
}
