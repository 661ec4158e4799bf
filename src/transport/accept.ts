import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { ByteStream, Listener } from './byte-stream.ts';
import { systemClock } from './clock.ts';
import { authority, type Endpoint, parseEndpoint } from './endpoint.ts';
import { ListenError, type ListenErrorCode, systemCode } from './errors.ts';
import type { LingerOptions } from './wire.ts';

/** What every listener takes. */
export interface AcceptOptions extends LingerOptions {
  /** For the TLS and WebSocket handshakes of an incoming connection. Default 10 seconds. */
  readonly handshakeTimeoutMs?: number;
  /** Called for each incoming connection that did not become a stream, with the reason. */
  readonly onHandshakeFailed?: (error: Error) => void;
}

/** Makes a stream of an accepted socket; rejects when the handshake fails. */
export type Handshake = (raw: Socket, description: string) => Promise<ByteStream>;

const defaultHandshakeTimeoutMs = 10_000;

const listenFailure = (code: string): { readonly code: ListenErrorCode; readonly reason: string } => {
  switch (code) {
    case 'EADDRINUSE':
      return { code: 'address-in-use', reason: `the port is taken (${code}); stop its owner or use port 0` };
    case 'EADDRNOTAVAIL':
      return {
        code: 'address-not-available',
        reason: `this machine has no such address (${code}); use 127.0.0.1`,
      };
    case 'EACCES':
    case 'EPERM':
      return { code: 'permission-denied', reason: `it is not permitted (${code}); use a port above 1023` };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { code: 'unknown-host', reason: `the host name has no address (${code}); check its spelling` };
    default:
      return { code: 'failed', reason: `the system refused (${code}); check the host and the port` };
  }
};

/** `mqtt://` and `mqtt://:1883` mean this machine only. */
const withDefaultHost = (url: URL | string): string =>
  String(url).replace(/^([a-z]+:\/\/)(?=[:/]|$)/i, '$1127.0.0.1');

const dialableHost = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
};

export const listenEndpoint = (url: URL | string): Endpoint => {
  const parsed = parseEndpoint(withDefaultHost(url));
  if (parsed.kind === 'unsupported') throw new ListenError('unsupported-url', parsed.url, parsed.reason);
  return parsed.endpoint;
};

interface Reception {
  readonly receive: (raw: Socket) => void;
  /** Resets what is open, destroys what is in its handshake. */
  readonly dismiss: () => void;
}

const createReception = (
  onStream: (stream: ByteStream) => void,
  options: AcceptOptions,
  handshake: Handshake,
): Reception => {
  /** Every open socket, with its stream once it has one. */
  const guests = new Map<Socket, ByteStream | undefined>();
  const timeoutMs = options.handshakeTimeoutMs ?? defaultHandshakeTimeoutMs;

  const receive = (raw: Socket): void => {
    let settled = false;
    const settle = (): boolean => {
      const first = !settled;
      settled = true;
      deadline.cancel();
      return first;
    };
    const fail = (error: unknown): void => {
      if (!settle()) return;
      raw.destroy();
      options.onHandshakeFailed?.(error instanceof Error ? error : new Error(String(error)));
    };
    const deadline = systemClock.setTimer(timeoutMs, () =>
      fail(new Error(`No handshake within ${timeoutMs} ms.`)),
    );
    guests.set(raw, undefined);
    raw.on('error', fail);
    raw.once('close', () => {
      guests.delete(raw);
      fail(new Error('The connection closed within its handshake.'));
    });
    const welcome = (stream: ByteStream): void => {
      if (!settle()) return stream.reset();
      guests.set(raw, stream);
      onStream(stream);
    };
    // A throwing onStream is the caller's fault and must not look like a failed handshake: it stays unhandled.
    void handshake(raw, authority(raw.remoteAddress ?? 'unknown', raw.remotePort ?? 0)).then(welcome, fail);
  };

  return {
    receive,
    dismiss() {
      for (const [raw, stream] of guests) {
        if (stream === undefined) raw.destroy();
        else stream.reset();
      }
    },
  };
};

/**
 * Opens the TCP server below every listener and makes streams of what it accepts.
 *
 * @throws ListenError
 */
export const acceptStreams = async (
  url: URL | string,
  onStream: (stream: ByteStream) => void,
  options: AcceptOptions,
  handshake: Handshake,
): Promise<Listener> => {
  const endpoint = listenEndpoint(url);
  const reception = createReception(onStream, options, handshake);
  const server = createServer({ allowHalfOpen: true, noDelay: true }, reception.receive);
  const listening = once(server, 'listening');
  server.listen({ host: endpoint.host, port: endpoint.port });
  try {
    await listening;
  } catch (error) {
    const { code, reason } = listenFailure(systemCode(error));
    throw new ListenError(code, endpoint.url, reason, { cause: error });
  }
  server.on('error', (error) => options.onHandshakeFailed?.(error));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${endpoint.scheme}://${authority(dialableHost(endpoint.host), port)}${endpoint.path}`,
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      reception.dismiss();
      await closed;
    },
  };
};
