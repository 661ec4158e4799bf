import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../src/transport/clock.ts';
import type { Broker } from '../index.ts';
import { AdminError } from './admin-error.ts';
import { createLoopDelayMonitor } from './event-loop-delay.ts';
import { createHostCheck } from './host-check.ts';
import { authorityOf, type ListenAddress, parseListenAddress } from './listen-address.ts';
import { answerPublish } from './publish-route.ts';
import { type Reply, refusal, send, sendUnread } from './reply.ts';
import { isReadPath, type ReadContext, read } from './routes.ts';
import { createStatusReader } from './status.ts';
import { createTokenCheck } from './token-check.ts';

export interface AdminOptions {
  readonly broker: Broker;
  /** `127.0.0.1:8080`, `[::1]:8080`, or a port alone, which means this machine only. Port 0 takes a free one. */
  readonly listen: string;
  /** What `POST /publish` wants as `Authorization: Bearer`. Absent: nobody may publish. */
  readonly token?: string;
  /** Shown by the page and the metrics. */
  readonly version?: string;
  /** How long a client may take to send the head of a request; the whole of it, three times that. Default 5 000. */
  readonly headTimeoutMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** A fault of ours in answering a request. Default: a warning of the process. */
  readonly onError?: (error: unknown) => void;
}

/** The admin server. Disposing it closes the port and cuts the requests under way; the broker is not touched. */
export interface ServedAdmin extends AsyncDisposable {
  /** `http://127.0.0.1:8080`, with the port that was taken. */
  readonly url: string;
}

interface AdminContext extends ReadContext {
  readonly broker: Broker;
  readonly isOwnHost: (hostHeader: string | undefined) => boolean;
  /** Absent: there is no token. */
  readonly isAuthorized: ((authorization: string | undefined) => boolean) | undefined;
}

/**
 * Serves health, metrics, a live page and `POST /publish`; see docs/broker-admin.md.
 *
 * @throws AdminError `bad-listen`, `bad-token`, `listen-failed`
 */
export async function serveAdmin(options: AdminOptions): Promise<ServedAdmin> {
  const { broker, listen, token, version = 'unknown', clock = systemClock, onError = warn } = options;
  const { headTimeoutMs = 5_000 } = options;
  const address = parseListenAddress(listen);
  const isAuthorized = token === undefined ? undefined : createTokenCheck(token);
  const server = createBoundedServer(headTimeoutMs);
  await listenOn(server, address);

  const monitor = createLoopDelayMonitor(clock);
  const loopDelay = monitor.read;
  const status = createStatusReader({ broker, version, clock, loopDelay });
  const isOwnHost = createHostCheck(address.host);
  const context: AdminContext = { broker, version, status, loopDelay, isOwnHost, isAuthorized };
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    answer(context, request, response).catch((error: unknown) => {
      onError(error);
      fail(response);
    });
  };
  server.on('request', onRequest);
  // The body is asked for when it is wanted.
  server.on('checkContinue', onRequest);
  server.on('error', onError);

  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${authorityOf({ host: dialable(address.host), port })}`,
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      status[Symbol.dispose]();
      monitor[Symbol.dispose]();
      await closed;
    },
  };
}

/** Nobody holds more than a socket and 16 KiB for longer than these times. */
function createBoundedServer(headTimeoutMs: number): Server {
  const server = createServer({
    maxHeaderSize: 16 * 1024,
    headersTimeout: headTimeoutMs,
    requestTimeout: headTimeoutMs * 3,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: headTimeoutMs / 5,
    requireHostHeader: true,
  });
  server.maxConnections = 256;
  server.maxHeadersCount = 64;
  // Of a socket on which nothing moves: a client that does not read its answer.
  server.timeout = 30_000;
  return server;
}

async function listenOn(server: Server, { host, port }: ListenAddress): Promise<void> {
  const listening = once(server, 'listening');
  server.listen({ host, port });
  try {
    await listening;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const message = `The admin server cannot listen on ${authorityOf({ host, port })} (${code}): choose another address or port.`;
    throw new AdminError('listen-failed', message, { cause: error });
  }
}

const dialable = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
};

async function answer(
  context: AdminContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '', ...rest] = (request.url ?? '').split('?');
  if (path === '/publish') return publish(context, request, response, rest.join('?'));
  if (!isReadPath(path)) return sendUnread(response, unknownPath);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return sendUnread(response, wrongMethod('GET, HEAD'));
  if (path === '/status.json' && !context.isOwnHost(request.headers.host))
    return sendUnread(response, wrongHost);
  send(response, read(path, context));
}

async function publish(
  context: AdminContext,
  request: IncomingMessage,
  response: ServerResponse,
  query: string,
): Promise<void> {
  const denied = publishDenial(context, request);
  if (denied !== undefined) return sendUnread(response, denied);
  const onBodyWanted = (): void => {
    if (request.headers.expect !== undefined) response.writeContinue();
  };
  const answered = await answerPublish(context.broker, { request, query, onBodyWanted });
  switch (answered.kind) {
    case 'reply':
      return send(response, answered.reply);
    case 'unread':
      return sendUnread(response, answered.reply);
    case 'gone':
      return;
  }
}

/** Why this request may not publish, whatever it wants to publish. */
function publishDenial(
  { isOwnHost, isAuthorized }: AdminContext,
  request: IncomingMessage,
): Reply | undefined {
  if (request.method !== 'POST') return wrongMethod('POST');
  if (!isOwnHost(request.headers.host)) return wrongHost;
  if (isAuthorized === undefined) return noToken;
  return isAuthorized(request.headers.authorization) ? undefined : wrongToken;
}

const unknownPath = refusal(
  404,
  'There is nothing here: try /, /healthz, /metrics, /status.json or POST /publish.',
);

const wrongMethod = (allow: string): Reply =>
  refusal(405, `The method must be ${allow.replace(', ', ' or ')}.`, { allow });

const wrongHost = refusal(
  421,
  'The Host header is not an address, localhost or the name that the admin server listens on: use one of these.',
);

const noToken = refusal(
  403,
  'Publishing over HTTP is off, because the broker has no token: start it with --http.token-file FILE.',
);

const wrongToken = refusal(401, 'The token is missing or wrong: send "Authorization: Bearer TOKEN".', {
  'www-authenticate': 'Bearer',
});

/** Of a fault the client learns that there was one, and no more. */
function fail(response: ServerResponse): void {
  if (response.headersSent) return void response.destroy();
  sendUnread(response, refusal(500, 'The admin server failed: what went wrong is in the log of the broker.'));
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error), { code: 'REFERENCE_BROKER_FAULT' });
}
