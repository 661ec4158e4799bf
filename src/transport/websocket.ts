import type { IncomingMessage } from 'node:http';
import { createServer, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { type AcceptOptions, acceptStreams, type Handshake, listenEndpoint } from './accept.ts';
import { type Attempt, step, withDeadline } from './attempt.ts';
import type { ByteStream, Listener } from './byte-stream.ts';
import { authority, type Endpoint } from './endpoint.ts';
import { DialError, reasonText } from './errors.ts';
import { connectTcp } from './tcp.ts';
import {
  createSecureAsServer,
  type DialTlsOptions,
  secureAsClient,
  type TlsListenOptions,
  tlsOf,
} from './tls.ts';
import { largestFrameBytes, type WebSocketStreamOptions, webSocketStream } from './websocket-stream.ts';
import { peerOf, type Wire } from './wire.ts';

/** Both sides of a WebSocket. */
export interface WebSocketOptions extends WebSocketStreamOptions {
  /** A larger frame ends the stream as `failed`. Default: the size of the largest MQTT packet. */
  readonly maxFrameBytes?: number;
}

export interface DialWebSocketOptions extends DialTlsOptions, WebSocketOptions {
  /** Sent along with the HTTP upgrade, for proxies that want a token. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ListenWebSocketOptions extends AcceptOptions, WebSocketOptions {
  /** Needed for `wss://`. */
  readonly tls?: TlsListenOptions;
}

const subprotocol = 'mqtt';

const upgradeFailure = ({ url, path }: Endpoint, reason: string, cause?: unknown): DialError =>
  new DialError(
    'websocket-failed',
    url,
    `the WebSocket upgrade failed, ${reason}; check that the path ${path} is the broker's`,
    cause === undefined ? undefined : { cause },
  );

const subprotocolFailure = ({ url }: Endpoint, selected: string | undefined): DialError => {
  const found = selected === undefined ? 'no subprotocol' : `the subprotocol ${selected}`;
  const reason = `the server selected ${found} instead of mqtt; check that this WebSocket is an MQTT broker's`;
  return new DialError('subprotocol-not-selected', url, reason);
};

const upgradeAsClient = (attempt: Attempt, wire: Wire, options: DialWebSocketOptions): Promise<WebSocket> => {
  const { endpoint } = attempt;
  const { scheme, host, port, path } = endpoint;
  return step(attempt, wire.raw, (succeed, fail) => {
    // [3.1.1/MQTT-6.0.0-3] [5.0/MQTT-6.0.0-3]
    const ws = new WebSocket(`${scheme}://${authority(host, port)}${path}`, [subprotocol], {
      createConnection: () => wire.socket,
      headers: { ...options.headers },
      perMessageDeflate: false,
      maxPayload: options.maxFrameBytes ?? largestFrameBytes,
    });
    let upgraded: IncomingMessage | undefined;
    ws.once('upgrade', (response) => {
      upgraded = response;
    });
    ws.once('unexpected-response', (_request, response) => {
      const { statusCode = 0, statusMessage = '' } = response;
      fail(upgradeFailure(endpoint, `the server answered HTTP ${statusCode} ${statusMessage}`.trimEnd()));
    });
    ws.on('error', (error) => {
      const selected = upgraded?.headers['sec-websocket-protocol'];
      // [3.1.1/MQTT-6.0.0-4] [5.0/MQTT-6.0.0-4]
      if (upgraded !== undefined && selected !== subprotocol)
        return fail(subprotocolFailure(endpoint, selected));
      fail(upgradeFailure(endpoint, reasonText(error), error));
    });
    ws.once('open', () => succeed(ws));
  });
};

/**
 * Dials `ws://host:port/path` or `wss://host:port/path`; without a path it is `/mqtt`.
 *
 * @throws DialError
 */
export const dialWebSocket = (url: URL | string, options: DialWebSocketOptions = {}): Promise<ByteStream> =>
  withDeadline(url, options, async (attempt) => {
    const { scheme, host, port, path } = attempt.endpoint;
    const raw = await connectTcp(attempt);
    const socket = scheme === 'wss' ? await secureAsClient(attempt, raw, options.tls) : raw;
    const wire: Wire = { socket, raw, description: `${scheme} ${authority(host, port)}${path}` };
    return webSocketStream(await upgradeAsClient(attempt, wire, options), wire, options);
  });

const refuse = (socket: Duplex, status: 400 | 404): void => {
  const reason = STATUS_CODES[status];
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

const offersMqtt = (request: IncomingMessage): boolean =>
  (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .some((offered) => offered.trim() === subprotocol);

type UpgradeAsServer = (socket: Socket) => Promise<WebSocket>;

/** The server's part of the upgrade for many incoming sockets. */
const createUpgradeAsServer = (endpoint: Endpoint, options: ListenWebSocketOptions): UpgradeAsServer => {
  const waiting = new WeakMap<Duplex, { succeed(ws: WebSocket): void; fail(error: Error): void }>();
  const upgrades = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: options.maxFrameBytes ?? largestFrameBytes,
    // [3.1.1/MQTT-6.0.0-4] [5.0/MQTT-6.0.0-4]
    handleProtocols: () => subprotocol,
  });
  // Never listens itself: it gets its sockets from the TCP server below, after TLS where there is TLS.
  const http = createServer((_request, response) => {
    response.writeHead(426, { Connection: 'close', Upgrade: 'websocket' }).end();
  });
  http.on('clientError', (error, socket) => waiting.get(socket)?.fail(error));
  http.on('upgrade', (request, socket, head) => {
    const path = new URL(request.url ?? '/', 'ws://localhost').pathname;
    const wanted = new URL(endpoint.path, 'ws://localhost').pathname;
    if (path !== wanted) return refuse(socket, 404);
    if (!offersMqtt(request)) return refuse(socket, 400);
    upgrades.handleUpgrade(request, socket, head, (ws) => waiting.get(socket)?.succeed(ws));
  });
  return (socket) =>
    new Promise((resolve, reject) => {
      waiting.set(socket, { succeed: resolve, fail: reject });
      http.emit('connection', socket);
    });
};

/**
 * Accepts streams on `ws://host:port/path` or `wss://host:port/path`; port 0 takes a free one, and without a path it
 * is `/mqtt`. Requests for other paths, or without the subprotocol `mqtt`, are refused.
 *
 * @throws ListenError
 */
export const listenWebSocket = async (
  url: URL | string,
  onStream: (stream: ByteStream) => void,
  options: ListenWebSocketOptions = {},
): Promise<Listener> => {
  const endpoint = listenEndpoint(url);
  const { scheme } = endpoint;
  const upgrade = createUpgradeAsServer(endpoint, options);
  const secure = scheme === 'wss' ? createSecureAsServer(endpoint, tlsOf(endpoint, options.tls)) : undefined;
  const handshake: Handshake = async (raw) => {
    const description = `${scheme} ${peerOf(raw)}`;
    const socket = secure === undefined ? raw : await secure(raw);
    const wire: Wire = { socket, raw, description };
    return webSocketStream(await upgrade(socket), wire, options);
  };
  return await acceptStreams(url, onStream, options, handshake);
};
