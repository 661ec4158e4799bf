import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type Connection, type ConnectionOptions, openConnection } from './connection.ts';

interface Server extends AsyncDisposable {
  readonly url: string;
}

/** @param onBytes called with the first and all later bytes of a client */
async function serve(
  onBytes: (socket: Socket, bytes: Uint8Array) => void,
  allowHalfOpen: 'allowHalfOpen' | 'endsToo' = 'endsToo',
): Promise<Server> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: allowHalfOpen === 'allowHalfOpen' }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => onBytes(socket, bytes));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  return {
    url: `mqtt://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function optionsOf(url: string): ConnectionOptions {
  return {
    url,
    dial: {},
    timeoutMs: 5000,
    connect: {
      type: 'connect',
      protocolVersion: '3.1.1',
      cleanStart: true,
      keepAliveSeconds: 0,
      clientIdentifier: 'c',
    },
  };
}

const connack = [0x20, 2, 0, 0];
const publish = [0x30, 4, 0, 1, 0x74, 0x61];

test('what comes in one read with CONNACK goes to the role that was taken with it', async () => {
  await using server = await serve((socket) =>
    socket.write(Uint8Array.from([...connack, ...publish, ...publish])),
  );
  const seen: string[] = [];
  const connection = await openConnection({
    ...optionsOf(server.url),
    onConnack(accepted) {
      seen.push(`connack ${accepted.connack.reasonCode}`);
      accepted.play({
        onReadBegin: () => seen.push('begin'),
        onPublish: () => seen.push('publish'),
        onReadEnd: () => seen.push('end'),
      });
    },
  });
  expect(seen).toEqual(['connack 0', 'begin', 'publish', 'publish', 'end']);
  connection.cut();
});

describe('giving an attempt up', () => {
  test.each(['before it', 'while CONNACK is awaited'])('%s', async (when) => {
    const controller = new AbortController();
    await using server = await serve(() => controller.abort());
    if (when === 'before it') controller.abort();
    const running = openConnection({ ...optionsOf(server.url), signal: controller.signal });
    await expect(running).rejects.toThrow(/given up/);
  });

  test('is too late when the connection stands', async () => {
    const controller = new AbortController();
    await using server = await serve((socket) => socket.write(Uint8Array.from(connack)));
    const connection = await openConnection({ ...optionsOf(server.url), signal: controller.signal });
    controller.abort();
    expect(connection.state).toBe('open');
    connection.cut();
  });
});

test.each([
  ['CONNACK', [0x20, 2, 0, 5], { code: 'refused' }],
  ['no MQTT', [0x00, 0, 0, 0], { message: expect.stringContaining('must refuse') }],
] as const)('%s that lets nobody in', async (_, answer, error) => {
  await using server = await serve((socket) => socket.write(Uint8Array.from(answer)));
  await expect(openConnection(optionsOf(server.url))).rejects.toMatchObject(error);
});

async function isClosedAfterDisconnect(connection: Connection): Promise<number> {
  const before = performance.now();
  connection.disconnect();
  await connection.closed();
  return performance.now() - before;
}

test('after a DISCONNECT the other side is waited for', async () => {
  let ended = false;
  await using server = await serve((socket, bytes) => {
    if (bytes[0] === 0x10) socket.write(Uint8Array.from(connack));
    socket.on('end', () => {
      ended = true;
    });
  });
  await isClosedAfterDisconnect(await openConnection(optionsOf(server.url)));
  expect(ended).toBe(true);
});

test('one that never ends its side is cut', async () => {
  await using server = await serve((socket) => socket.write(Uint8Array.from(connack)), 'allowHalfOpen');
  const waitedMs = await isClosedAfterDisconnect(await openConnection(optionsOf(server.url)));
  expect(waitedMs).toBeGreaterThan(900);
});
