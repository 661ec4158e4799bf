import { connect, type Socket } from 'node:net';
import { type AcceptOptions, acceptStreams } from './accept.ts';
import type { Attempt, DeadlineOptions } from './attempt.ts';
import { step, withDeadline } from './attempt.ts';
import type { ByteStream, Listener } from './byte-stream.ts';
import { authority, type Endpoint } from './endpoint.ts';
import { DialError, type DialErrorCode, reasonText, systemCode } from './errors.ts';
import { socketStream } from './socket-stream.ts';
import { AcceptedSocket, type LingerOptions } from './wire.ts';

/** Of a host with several addresses, each gets this long before the next is tried. */
const attemptPerAddressMs = 1_000;

const connectFailure = (error: unknown): { readonly code: DialErrorCode; readonly reason: string } => {
  const code = systemCode(error);
  switch (code) {
    case 'ECONNREFUSED':
    case 'ECONNRESET':
      return {
        code: 'refused',
        reason: `the connection was refused (${code}); check that a broker listens on that port`,
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
    case 'EAI_FAIL':
      return { code: 'unknown-host', reason: `the host name has no address (${code}); check its spelling` };
    case 'ETIMEDOUT':
      return { code: 'timed-out', reason: `nothing answered (${code}); check the address and the firewall` };
    default:
      return {
        code: 'unreachable',
        reason: `there is no way to that host, ${reasonText(error)}; check the address and the network`,
      };
  }
};

const dialError = (endpoint: Endpoint, error: unknown): DialError => {
  const { code, reason } = connectFailure(error);
  return new DialError(code, endpoint.url, reason, { cause: error });
};

/** The first step of every dial: a TCP connection with Nagle's algorithm off. */
export const connectTcp = (attempt: Attempt): Promise<Socket> => {
  const { endpoint } = attempt;
  const socket = connect({
    host: endpoint.host,
    port: endpoint.port,
    noDelay: true,
    // After our own end we still read until the other side ends too.
    allowHalfOpen: true,
    autoSelectFamilyAttemptTimeout: attemptPerAddressMs,
  });
  return step(attempt, socket, (succeed, fail) => {
    socket.once('connect', () => succeed(socket));
    // Stays for good, so that no later error of the socket can be without a listener.
    socket.on('error', (error) => fail(dialError(endpoint, error)));
  });
};

/**
 * Dials `mqtt://host:port`.
 *
 * @throws DialError
 */
export const dialTcp = (
  url: URL | string,
  options: DeadlineOptions & LingerOptions = {},
): Promise<ByteStream> =>
  withDeadline(url, options, async (attempt) => {
    const { host, port } = attempt.endpoint;
    const raw = await connectTcp(attempt);
    return socketStream({ socket: raw, raw, description: `tcp ${authority(host, port)}` }, options);
  });

/**
 * Accepts streams on `mqtt://host:port`; port 0 takes a free one.
 *
 * @throws ListenError
 */
export const listenTcp = (
  url: URL | string,
  onStream: (stream: ByteStream) => void,
  options: AcceptOptions = {},
): Promise<Listener> =>
  acceptStreams(url, onStream, options, (raw) => socketStream(new AcceptedSocket(raw), options));
