import { type Listener, type ListenOptions, listen } from '../src/transport/index.ts';
import { type Broker, type BrokerOptions, createBroker } from './index.ts';
import { defaultLimits } from './limits.ts';

/** One place where a broker is reached. */
export interface ListenerOptions {
  /** `mqtt://127.0.0.1:0`, `mqtts:`, `ws:` or `wss:`. Port 0 takes a free one; without a host it is 127.0.0.1. */
  readonly url: URL | string;
  /** Certificates for mqtts and wss, and what else the transport takes. */
  readonly listenOptions?: ListenOptions;
}

/** Where to listen: in one place, or in several. */
export type ServeOptions = BrokerOptions &
  (ListenerOptions | { readonly listeners: readonly ListenerOptions[] });

/** A broker that listens. Disposing it says goodbye to the clients, then closes the ports. */
export interface ServedBroker extends AsyncDisposable {
  /** Where to dial the first listener, with the port that was taken. */
  readonly url: string;
  /** The same for every listener, in the order in which they were given. */
  readonly urls: readonly string[];
  readonly broker: Broker;
}

/**
 * Serves the reference broker on one URL or several.
 *
 * @throws ListenError when a URL cannot be listened on (nothing is left open then), BrokerOptionError when an option is
 * out of range.
 */
export async function serveBroker(options: ServeOptions): Promise<ServedBroker> {
  const broker = createBroker(options);
  const listeners: Listener[] = [];
  // The broker counts streams; what is still in a handshake of TLS or WebSocket is none yet.
  const maximumSockets = options.limits?.connections ?? defaultLimits.connections;
  async function dispose(): Promise<void> {
    try {
      await broker[Symbol.asyncDispose]();
    } finally {
      await Promise.all(listeners.map((listener) => listener[Symbol.asyncDispose]()));
    }
  }
  try {
    for (const { url, listenOptions } of 'listeners' in options ? options.listeners : [options]) {
      listeners.push(
        await listen(url, (stream) => broker.accept(stream), { maximumSockets, ...listenOptions }),
      );
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  const urls = listeners.map(({ url }) => url);
  return { url: urls[0] ?? '', urls, broker, [Symbol.asyncDispose]: dispose };
}
