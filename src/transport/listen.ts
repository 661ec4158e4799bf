import { listenEndpoint } from './accept.ts';
import type { ByteStream, Listener } from './byte-stream.ts';
import { listenTcp } from './tcp.ts';
import { listenTls, tlsOf } from './tls.ts';
import { type ListenWebSocketOptions, listenWebSocket } from './websocket.ts';

/** Options of every scheme; those that do not concern the scheme of the URL are not used. */
export type ListenOptions = ListenWebSocketOptions;

/**
 * Accepts streams on `mqtt:`, `mqtts:`, `ws:` or `wss:`. Port 0 takes a free port, which the listener's `url` names;
 * a URL without a host (`mqtt://:1883`) means 127.0.0.1. mqtts and wss need `options.tls`.
 *
 * Disposing the listener resets its open streams and closes its port.
 *
 * @param onStream is called for each stream after its handshakes; chunks wait until it sets a listener.
 * @throws ListenError with a stable `code` and a sentence for the user.
 */
export const listen = async (
  url: URL | string,
  onStream: (stream: ByteStream) => void,
  options: ListenOptions = {},
): Promise<Listener> => {
  const endpoint = listenEndpoint(url);
  switch (endpoint.scheme) {
    case 'mqtt':
      return await listenTcp(url, onStream, options);
    case 'mqtts':
      return await listenTls(url, onStream, { ...options, tls: tlsOf(endpoint, options.tls) });
    case 'ws':
    case 'wss':
      return await listenWebSocket(url, onStream, options);
  }
};
