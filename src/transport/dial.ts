import type { ByteStream } from './byte-stream.ts';
import { parseEndpoint } from './endpoint.ts';
import { DialError } from './errors.ts';
import { dialTcp } from './tcp.ts';
import { dialTls } from './tls.ts';
import { type DialWebSocketOptions, dialWebSocket } from './websocket.ts';

/** Options of every scheme; those that do not concern the scheme of the URL are not used. */
export type DialOptions = DialWebSocketOptions;

/**
 * Opens a stream to `mqtt:`, `mqtts:`, `ws:` or `wss:`, by default on port 1883, 8883, 80 or 443. User name and
 * password in the URL are not used here.
 *
 * Settles within `timeoutMs`; a dial that fails leaves no socket behind.
 *
 * @throws DialError with a stable `code` and a sentence for the user.
 */
export const dial = async (url: URL | string, options: DialOptions = {}): Promise<ByteStream> => {
  const parsed = parseEndpoint(url);
  if (parsed.kind === 'unsupported') throw new DialError('unsupported-url', parsed.url, parsed.reason);
  switch (parsed.endpoint.scheme) {
    case 'mqtt':
      return await dialTcp(url, options);
    case 'mqtts':
      return await dialTls(url, options);
    case 'ws':
    case 'wss':
      return await dialWebSocket(url, options);
  }
};
