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
  /** Sockets that may be open at once, those in their handshake too. Beyond: the new one is closed unread. Default: no bound. */
  readonly maximumSockets?: number;
  /** Called for each incoming connection that did not become a stream, with the reason. */
  readonly onHandshakeFailed?: (error: Error) => void;
}

/** Makes a stream of an accepted socket; rejects when the handshake fails. TCP alone has none. */
export type Handshake = (raw: Socket) => ByteStream | Promise<ByteStream>;

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

/** A handshake under way, until its end or that of its time. */
const shakeHands = (raw: Socket, timeoutMs: number, made: Promise<ByteStream>): Promise<ByteStream> =>
  new Promise((resolve, reject) => {
    const forget = (): void => {
      deadline.cancel();
      raw.off('error', reject);
      raw.off('close', closed);
    };
    const closed = (): void => reject(new Error('The connection closed within its handshake.'));
    const deadline = systemClock.setTimer(timeoutMs, () =>
      reject(new Error(`No handshake within ${timeoutMs} ms.`)),
    );
    raw.on('error', reject);
    raw.on('close', closed);
    void made.then(resolve, reject).finally(forget);
  });

/** An error without a listener would end the process; the stream, or whoever shakes hands, has one of its own. */
const ignore = (): void => undefined;

const createReception = (
  onStream: (stream: ByteStream) => void,
  options: AcceptOptions,
  handshake: Handshake,
): Reception => {
  /** Every open socket, with its stream once it has one. */
  const guests = new Map<Socket, ByteStream | undefined>();
  const timeoutMs = options.handshakeTimeoutMs ?? defaultHandshakeTimeoutMs;

  /** One function for all sockets: a closure for each would stay as long as the socket. */
  function forget(this: Socket): void {
    guests.delete(this);
  }

  const welcome = (raw: Socket, stream: ByteStream): void => {
    guests.set(raw, stream);
    onStream(stream);
  };

  const receive = (raw: Socket): void => {
    guests.set(raw, undefined);
    raw.on('close', forget);
    raw.on('error', ignore);
    const made = handshake(raw);
    if (!(made instanceof Promise)) return welcome(raw, made);
    // A throwing onStream is the caller's fault and must not look like a failed handshake: it stays unhandled.
    void shakeHands(raw, timeoutMs, made).then(
      (stream) => {
        if (raw.destroyed) stream.reset();
        else welcome(raw, stream);
      },
      (error: unknown) => {
        raw.destroy();
        options.onHandshakeFailed?.(error instanceof Error ? error : new Error(String(error)));
      },
    );
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
  if (options.maximumSockets !== undefined) server.maxConnections = options.maximumSockets;
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
