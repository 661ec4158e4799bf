import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import type { Server, TLSSocket, TlsOptions } from 'node:tls';
import { connect, createServer } from 'node:tls';
import { type AcceptOptions, acceptStreams, type Handshake, listenEndpoint } from './accept.ts';
import { type Attempt, type DeadlineOptions, step, withDeadline } from './attempt.ts';
import type { ByteStream, Listener } from './byte-stream.ts';
import { authority, type Endpoint } from './endpoint.ts';
import { DialError, ListenError, reasonText, systemCode } from './errors.ts';
import { socketStream } from './socket-stream.ts';
import { connectTcp } from './tcp.ts';
import { type LingerOptions, peerOf, type Wire } from './wire.ts';

type Pem = string | Buffer;

/** How the dialling side does TLS. All certificates and keys are PEM. */
export interface TlsDialOptions {
  /** The authorities to trust instead of those of Node. */
  readonly ca?: Pem | readonly Pem[];
  /** The client's own certificate chain, for servers that ask for one. */
  readonly cert?: Pem;
  readonly key?: Pem;
  /** The name that the certificate must carry, when it is not the host of the URL. */
  readonly servername?: string;
  /** `skip` accepts any certificate: for a test broker with a certificate of its own. Default `verify`. */
  readonly certificateCheck?: 'verify' | 'skip';
}

/** How the listening side does TLS. All certificates and keys are PEM. */
export interface TlsListenOptions {
  readonly cert: Pem;
  readonly key: Pem;
  /** With it every client must show a certificate of one of these authorities. */
  readonly ca?: Pem | readonly Pem[];
}

export interface DialTlsOptions extends DeadlineOptions, LingerOptions {
  readonly tls?: TlsDialOptions;
}

export interface ListenTlsOptions extends AcceptOptions {
  readonly tls: TlsListenOptions;
}

const tlsFailure = (endpoint: Endpoint, error: unknown): DialError => {
  const code = systemCode(error);
  const reason = `the TLS handshake failed, ${reasonText(error)} (${code}); check that the port speaks TLS, and name the certificate authority or skip the check of the certificate`;
  return new DialError('tls-failed', endpoint.url, reason, { cause: error });
};

const authorities = (ca: Pem | readonly Pem[] | undefined): { ca?: Pem[] } => {
  if (ca === undefined) return {};
  return { ca: typeof ca === 'string' || Buffer.isBuffer(ca) ? [ca] : [...ca] };
};

const servernameOf = (host: string, options: TlsDialOptions): { servername?: string } => {
  if (options.servername !== undefined) return { servername: options.servername };
  // Server Name Indication is for names only; Node then checks the certificate against `host`.
  return isIP(host) === 0 ? { servername: host } : {};
};

/** The second step of a dial to mqtts and wss: the client's part of the handshake, over a connected socket. */
export const secureAsClient = (
  attempt: Attempt,
  raw: Socket,
  options: TlsDialOptions = {},
): Promise<TLSSocket> => {
  const { endpoint } = attempt;
  const { cert, key } = options;
  return step(attempt, raw, (succeed, fail) => {
    try {
      const socket = connect({
        socket: raw,
        host: endpoint.host,
        ...servernameOf(endpoint.host, options),
        ...authorities(options.ca),
        ...(cert === undefined ? {} : { cert }),
        ...(key === undefined ? {} : { key }),
        rejectUnauthorized: options.certificateCheck !== 'skip',
      });
      socket.once('secureConnect', () => succeed(socket));
      socket.on('error', (error) => fail(tlsFailure(endpoint, error)));
      socket.once('close', () => fail(tlsFailure(endpoint, new Error('the server closed the connection'))));
    } catch (error) {
      // Node throws at once for a certificate or a key that it cannot read.
      fail(tlsFailure(endpoint, error));
    }
  });
};

/**
 * Dials `mqtts://host:port`.
 *
 * @throws DialError
 */
export const dialTls = (url: URL | string, options: DialTlsOptions = {}): Promise<ByteStream> =>
  withDeadline(url, options, async (attempt) => {
    const { host, port } = attempt.endpoint;
    const raw = await connectTcp(attempt);
    const socket = await secureAsClient(attempt, raw, options.tls);
    return socketStream({ socket, raw, description: `tls ${authority(host, port)}` }, options);
  });

/** The server's part of the handshake. */
export type SecureAsServer = (raw: Socket) => Promise<TLSSocket>;

/** The certificate of a listener that cannot do without. */
export const tlsOf = (endpoint: Endpoint, tls: TlsListenOptions | undefined): TlsListenOptions => {
  if (tls !== undefined) return tls;
  throw new ListenError(
    'certificate-unusable',
    endpoint.url,
    'there is no certificate; give one and its key',
  );
};

const createTlsServer = (endpoint: Endpoint, options: TlsListenOptions): Server => {
  const settings: TlsOptions = { cert: options.cert, key: options.key, ...authorities(options.ca) };
  const clientCertificates = options.ca === undefined ? {} : { requestCert: true, rejectUnauthorized: true };
  try {
    return createServer({ ...settings, ...clientCertificates });
  } catch (error) {
    const reason = `the certificate or its key cannot be used, ${reasonText(error)}; give both as PEM`;
    throw new ListenError('certificate-unusable', endpoint.url, reason, { cause: error });
  }
};

interface Waiting {
  readonly succeed: (socket: TLSSocket) => void;
  readonly fail: (error: Error) => void;
}

/**
 * One certificate for many incoming sockets.
 *
 * Node's TLS server does not say which socket a secured one came from, so they are matched by the peer's address.
 *
 * @throws ListenError `certificate-unusable`
 */
export const createSecureAsServer = (endpoint: Endpoint, options: TlsListenOptions): SecureAsServer => {
  const server = createTlsServer(endpoint, options);
  const waiting = new Map<string, Waiting>();
  server.on('secureConnection', (socket) => {
    const peer = waiting.get(peerOf(socket));
    if (peer === undefined) {
      socket.destroy();
      return;
    }
    socket.on('error', peer.fail);
    // OpenSSL has yet to write its session tickets; a reset that came before them would be read as an orderly end.
    setImmediate(() => peer.succeed(socket));
  });
  server.on('tlsClientError', (error, socket) => waiting.get(peerOf(socket))?.fail(error));
  return (raw) =>
    new Promise((resolve, reject) => {
      const peer = peerOf(raw);
      const forget = (): boolean => waiting.delete(peer);
      waiting.set(peer, {
        succeed: (socket) => forget() && resolve(socket),
        fail: (error) => forget() && reject(error),
      });
      raw.once('close', forget);
      server.emit('connection', raw);
    });
};

const secureHandshake = (secure: SecureAsServer, options: AcceptOptions): Handshake => {
  return async (raw) => {
    const description = `tls ${peerOf(raw)}`;
    const wire: Wire = { socket: await secure(raw), raw, description };
    return socketStream(wire, options);
  };
};

/**
 * Accepts streams on `mqtts://host:port`; port 0 takes a free one.
 *
 * @throws ListenError
 */
export const listenTls = async (
  url: URL | string,
  onStream: (stream: ByteStream) => void,
  options: ListenTlsOptions,
): Promise<Listener> => {
  const secure = createSecureAsServer(listenEndpoint(url), options.tls);
  return await acceptStreams(url, onStream, options, secureHandshake(secure, options));
};
