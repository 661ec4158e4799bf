import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createFakeClock } from './clock.ts';
import { type DialOptions, dial } from './dial.ts';
import { DialError } from './errors.ts';
import { certificate } from './fixtures/certificate.ts';
import { deferred } from './fixtures/deferred.ts';
import { listen } from './listen.ts';

interface TestServer extends AsyncDisposable {
  readonly port: number;
}

const started = async (server: Server): Promise<TestServer> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
};

/** A server that treats each socket as `serve` does. */
const tcpServer = (serve: (socket: Socket) => void): Promise<TestServer> =>
  started(
    createServer((socket) => {
      socket.on('error', () => undefined);
      serve(socket);
      // What is not read keeps a socket from closing.
      socket.resume();
    }),
  );

const failureOf = async (url: string, options: DialOptions = {}): Promise<DialError> => {
  const outcome: unknown = await dial(url, options).catch((error: unknown) => error);
  if (outcome instanceof DialError) return outcome;
  throw new Error(`The dial of ${url} did not fail with a DialError.`);
};

const freePort = async (): Promise<number> => {
  await using server = await tcpServer(() => undefined);
  return server.port;
};

describe('a dial that fails says why', () => {
  test.each(['mqtt', 'mqtts', 'ws', 'wss'])('refused over %s', async (scheme) => {
    const url = `${scheme}://127.0.0.1:${await freePort()}`;
    const { code, message } = await failureOf(url);
    expect(code).toBe('refused');
    expect(message).toBe(
      `Cannot reach ${url}: the connection was refused (ECONNREFUSED); check that a broker listens on that port.`,
    );
  });

  test('refused on every address of a name', async () => {
    expect((await failureOf(`mqtt://localhost:${await freePort()}`)).code).toBe('refused');
  });

  test('unknown-host', async () => {
    expect((await failureOf('mqtt://no-such-host.invalid:1883')).code).toBe('unknown-host');
  });

  test('unreachable', async () => {
    // A multicast group never takes a TCP connection.
    expect((await failureOf('mqtt://224.0.0.1:1883')).code).toBe('unreachable');
  });

  test.each(['http://127.0.0.1', 'nonsense', 'mqtt://'])('unsupported-url: %s', async (url) => {
    expect((await failureOf(url)).code).toBe('unsupported-url');
  });

  test('never with the password', async () => {
    const { message, url } = await failureOf(`mqtt://user:secret@127.0.0.1:${await freePort()}`);
    expect(message + url).not.toContain('secret');
  });
});

describe('a dial over TLS', () => {
  test('fails when the certificate is not trusted', async () => {
    await using listener = await listen('mqtts://127.0.0.1:0', () => undefined, { tls: certificate });
    const error = await failureOf(listener.url);
    expect(error.code).toBe('tls-failed');
    expect(error.message).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  test('fails when the certificate carries another name', async () => {
    await using listener = await listen('mqtts://127.0.0.1:0', () => undefined, { tls: certificate });
    const tls = { ca: certificate.cert, servername: 'elsewhere.example' };
    const error = await failureOf(listener.url, { tls });
    expect(error.code).toBe('tls-failed');
    expect(error.message).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test.each(['mqtts://127.0.0.1:0', 'wss://127.0.0.1:0'])('skips the check on demand: %s', async (url) => {
    await using listener = await listen(url, () => undefined, { tls: certificate });
    await using stream = await dial(listener.url, { tls: { certificateCheck: 'skip' } });
    expect(stream.description).toContain('127.0.0.1');
  });

  test('checks the name of a host', async () => {
    await using listener = await listen('mqtts://127.0.0.1:0', () => undefined, { tls: certificate });
    await using stream = await dial(listener.url.replace('127.0.0.1', 'localhost'), {
      tls: { ca: [certificate.cert] },
    });
    expect(stream.description).toContain('localhost');
  });

  test.each(['mqtts', 'wss'])('fails against a server that does not speak it: %s', async (scheme) => {
    await using server = await tcpServer((socket) => socket.end('not a handshake\r\n'));
    expect((await failureOf(`${scheme}://127.0.0.1:${server.port}`)).code).toBe('tls-failed');
  });

  test('fails against a server that hangs up', async () => {
    await using server = await tcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect((await failureOf(`mqtts://127.0.0.1:${server.port}`)).code).toBe('tls-failed');
  });

  test('fails for a key that cannot be read', async () => {
    const closed = deferred<void>();
    await using server = await tcpServer((socket) => socket.once('close', () => closed.resolve()));
    const tls = { cert: 'no certificate', key: 'no key' };
    expect((await failureOf(`mqtts://127.0.0.1:${server.port}`, { tls })).code).toBe('tls-failed');
    await closed.promise;
  });

  test('shows its certificate to a server that asks for one, and is refused without it', async () => {
    const tls = { ...certificate, ca: certificate.cert };
    const accepted = deferred<void>();
    const refused = deferred<Error>();
    await using listener = await listen('mqtts://127.0.0.1:0', () => accepted.resolve(), {
      tls,
      onHandshakeFailed: refused.resolve,
    });
    await using _known = await dial(listener.url, { tls });
    await accepted.promise;
    // With TLS 1.3 the client hears of the refusal only after its own handshake, so the server is asked.
    await using _unknown = await dial(listener.url, { tls: { ca: certificate.cert } });
    expect((await refused.promise).message).toMatch(/certificate/i);
  });
});

describe('a dial over WebSocket', () => {
  const httpServer = (status: number): Promise<TestServer> =>
    started(
      createHttpServer((_request, response) => response.writeHead(status, { Connection: 'close' }).end()),
    );

  test.each([200, 301, 403, 404, 503])('fails on HTTP %d', async (status) => {
    await using server = await httpServer(status);
    const error = await failureOf(`ws://127.0.0.1:${server.port}/path`);
    expect(error.code).toBe('websocket-failed');
    expect(error.message).toContain(`HTTP ${status}`);
    expect(error.message).toContain('/path');
  });

  test.each([
    ['none', 'no subprotocol', () => false as const],
    ['another', 'the subprotocol', () => 'chat'],
  ])('fails when the server selects %s', async (_name, said, handleProtocols) => {
    const http = createHttpServer();
    const upgrades = new WebSocketServer({ server: http, handleProtocols });
    await using server = await started(http);
    const error = await failureOf(`ws://127.0.0.1:${server.port}`);
    expect(error.code).toBe('subprotocol-not-selected');
    expect(error.message).toContain(said);
    upgrades.close();
  });

  test.each(['', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', 'garbage\r\n\r\n'])(
    'fails on "%s"',
    async (answer) => {
      await using server = await tcpServer((socket) => socket.once('data', () => socket.end(answer)));
      expect((await failureOf(`ws://127.0.0.1:${server.port}`)).code).toBe('websocket-failed');
    },
  );

  test('sends the headers it is given and the path of the URL', async () => {
    const asked = deferred<string>();
    await using server = await tcpServer((socket) =>
      socket.once('data', (chunk) => {
        asked.resolve(String(chunk));
        socket.end();
      }),
    );
    await failureOf(`ws://127.0.0.1:${server.port}/deep?x=1`, { headers: { Authorization: 'Bearer t' } });
    const request = await asked.promise;
    expect(request).toMatch(/^GET \/deep\?x=1 HTTP/);
    expect(request).toContain('Authorization: Bearer t');
    expect(request).toContain('Sec-WebSocket-Protocol: mqtt');
  });
});

describe('a dial that times out', () => {
  test.each(['mqtt', 'mqtts', 'ws', 'wss'])(
    'leaves no socket behind when it cannot connect: %s',
    async (scheme) => {
      const clock = createFakeClock();
      await using server = await tcpServer(() => undefined);
      const failure = failureOf(`${scheme}://127.0.0.1:${server.port}`, { clock, timeoutMs: 500 });
      // The connection cannot be there before this turn of the event loop ends.
      clock.advance(499);
      expect(clock.pendingTimers()).toBe(1);
      clock.advance(1);
      const { code, message } = await failure;
      expect(code).toBe('timed-out');
      expect(message).toContain('500 ms');
      expect(clock.pendingTimers()).toBe(0);
    },
  );

  test.each(['mqtts', 'ws', 'wss'])('hangs up on a server that is mute: %s', async (scheme) => {
    const clock = createFakeClock();
    const asked = deferred<void>();
    const gone = deferred<void>();
    await using server = await tcpServer((socket) => {
      socket.once('data', () => asked.resolve());
      socket.once('close', () => gone.resolve());
    });
    const failure = failureOf(`${scheme}://127.0.0.1:${server.port}`, { clock });
    await asked.promise;
    clock.advance(10_000);
    expect((await failure).code).toBe('timed-out');
    await gone.promise;
  });

  test('leaves no timer behind when it succeeds', async () => {
    const clock = createFakeClock();
    await using listener = await listen('mqtt://127.0.0.1:0', () => undefined);
    await using _stream = await dial(listener.url, { clock });
    expect(clock.pendingTimers()).toBe(0);
  });
});
