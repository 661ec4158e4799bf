import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { startTestAdmin, token } from './fixtures/test-admin.ts';

/** What comes back for these bytes until the server closes. */
async function rawAnswer(
  url: string,
  bytes: string,
  feed: (socket: Socket) => void = () => undefined,
): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => void chunks.push(chunk));
  socket.on('error', () => undefined);
  // A reset is an end like any other here, so not `once`, which rejects on errors.
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(bytes);
  feed(socket);
  await closed;
  return Buffer.concat(chunks).toString('utf8');
}

const head = (...lines: readonly string[]): string =>
  [...lines, 'Host: 127.0.0.1', `Authorization: Bearer ${token}`, '', ''].join('\r\n');

test('a body without end is cut at the Maximum Packet Size', async () => {
  await using admin = await startTestAdmin({ capabilities: { maximumPacketSizeBytes: 10_000 } });
  let written = 0;
  const answer = await rawAnswer(
    admin.url,
    head('POST /publish?topic=a HTTP/1.1', 'Transfer-Encoding: chunked'),
    (socket) => {
      const chunk = `400\r\n${'x'.repeat(0x400)}\r\n`;
      const more = (): void => {
        while (!socket.destroyed && socket.write(chunk)) written += 0x400;
      };
      socket.on('drain', more);
      more();
    },
  );
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('Maximum Packet Size of 10000 bytes');
  // What the buffers of the system take, and no more: nobody reads on.
  expect(written).toBeLessThan(32 * 1024 * 1024);
});

test('a body that is announced too large is not asked for', async () => {
  await using admin = await startTestAdmin({ capabilities: { maximumPacketSizeBytes: 10_000 } });
  const answer = await rawAnswer(
    admin.url,
    head('POST /publish?topic=a HTTP/1.1', 'Content-Length: 10001', 'Expect: 100-continue'),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test('a body that fits is asked for', async () => {
  await using admin = await startTestAdmin();
  const answer = await rawAnswer(
    admin.url,
    head('POST /publish?topic=a HTTP/1.1', 'Content-Length: 1', 'Expect: 100-continue', 'Connection: close'),
    (socket) => socket.once('data', () => socket.write('x')),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 202 /);
});

test('who may not publish is told before the body is read', async () => {
  await using admin = await startTestAdmin();
  const answer = await rawAnswer(
    admin.url,
    'POST /publish?topic=a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\nx',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
});

test('a compressed body is refused: it might be a bomb', async () => {
  await using admin = await startTestAdmin();
  expect(await admin.publish('topic=a', 'x', { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
});

test.each([
  ['a head that never ends', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: '],
  ['a body that never comes', head('POST /publish?topic=a HTTP/1.1', 'Content-Length: 5')],
  ['a socket that says nothing', ''],
])('%s is cut', async (_, bytes) => {
  await using admin = await startTestAdmin({}, { headTimeoutMs: 100 });
  expect(await rawAnswer(admin.url, bytes)).toMatch(/^$|^HTTP\/1\.1 408 /);
});

test('a head above 16 KiB is refused', async () => {
  await using admin = await startTestAdmin();
  const answer = await rawAnswer(admin.url, head('GET / HTTP/1.1', `X: ${'x'.repeat(17 * 1024)}`));
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
});

test.each(['\0\x01\x02\r\n\r\n', 'GET\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'])(
  'what is not HTTP is refused: %j',
  async (bytes) => {
    await using admin = await startTestAdmin();
    expect(await rawAnswer(admin.url, bytes)).toMatch(/^HTTP\/1\.1 400 /);
  },
);

test('a request without Host is refused', async () => {
  await using admin = await startTestAdmin();
  expect(await rawAnswer(admin.url, 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 400 /,
  );
  expect(await rawAnswer(admin.url, 'GET /status.json HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /);
});

test('of a fault the client learns nothing', async () => {
  const errors: unknown[] = [];
  await using admin = await startTestAdmin({}, { onError: (error) => errors.push(error) });
  Object.defineProperty(admin.host.broker, 'gauges', {
    value: () => {
      throw new Error('secret of the inside');
    },
  });
  const answer = await admin.ask('/metrics');
  expect(answer.status).toBe(500);
  expect(answer.body).not.toMatch(/secret|Error|\.ts/);
  expect(errors).toEqual([new Error('secret of the inside')]);
});

test('a publisher that goes away within its body leaves nothing behind', async () => {
  await using admin = await startTestAdmin();
  const { hostname, port } = new URL(admin.url);
  const socket = connect(Number(port), hostname);
  socket.end(head('POST /publish?topic=a HTTP/1.1', 'Content-Length: 5') + 'ab');
  socket.resume();
  await once(socket, 'close');
  expect(await admin.ask('/healthz')).toMatchObject({ status: 200 });
  expect(admin.host.broker.stats.messagesPublishedLocally[0]).toBe(0);
});
