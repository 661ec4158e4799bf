import { type ListenOptions, listen } from '../src/transport/index.ts';
import { type Broker, type BrokerOptions, createBroker } from './index.ts';

export interface ServeOptions extends BrokerOptions {
  /** Where to listen: `mqtt://127.0.0.1:0`, `mqtts:`, `ws:` or `wss:`. Port 0 takes a free one. */
  readonly url: URL | string;
  /** Certificates for mqtts and wss, and what else the transport takes. */
  readonly listenOptions?: ListenOptions;
}

/** A broker that listens. Disposing it closes the port, then the connections. */
export interface ServedBroker extends AsyncDisposable {
  /** Where to dial, with the port that was taken. */
  readonly url: string;
  readonly broker: Broker;
}

/**
 * Serves the reference broker on a URL.
 *
 * @throws ListenError when the URL cannot be listened on, BrokerOptionError when an option is out of range.
 */
export async function serveBroker({ url, listenOptions, ...options }: ServeOptions): Promise<ServedBroker> {
  const broker = createBroker(options);
  const listener = await listen(url, (stream) => broker.accept(stream), listenOptions);
  return {
    url: listener.url,
    broker,
    async [Symbol.asyncDispose]() {
      await broker[Symbol.asyncDispose]();
      await listener[Symbol.asyncDispose]();
    },
  };
}
