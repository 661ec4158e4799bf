import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ByteStream, Listener, StreamEnd } from './byte-stream.ts';
import { dial } from './dial.ts';
import { deferred } from './fixtures/deferred.ts';
import { listen } from './listen.ts';
import { dialWebSocket, type ListenWebSocketOptions } from './websocket.ts';

interface Accepted extends AsyncDisposable {
  readonly listener: Listener;
  readonly stream: Promise<ByteStream>;
}

const accepting = async (options: ListenWebSocketOptions = {}): Promise<Accepted> => {
  const { promise, resolve } = deferred<ByteStream>();
  const listener = await listen('ws://127.0.0.1:0/broker', resolve, options);
  return { listener, stream: promise, [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose]() };
};

const endOf = (stream: ByteStream): Promise<StreamEnd> => new Promise((resolve) => stream.onEnd(resolve));

/** A client of another make, to say what ours never says. */
const foreignClient = async (url: string, subprotocols: readonly string[] = ['mqtt']): Promise<WebSocket> => {
  const ws = new WebSocket(url, [...subprotocols]);
  ws.on('error', () => undefined);
  await once(ws, 'open');
  return ws;
};

const upgradeStatus = async (url: string, subprotocols: readonly string[]): Promise<number | undefined> => {
  const ws = new WebSocket(url, [...subprotocols]);
  const refused = deferred<number | undefined>();
  ws.on('error', () => undefined);
  ws.on('open', () => refused.resolve(101));
  ws.on('unexpected-response', (request, response) => {
    refused.resolve(response.statusCode);
    request.destroy();
  });
  return await refused.promise;
};

describe('the subprotocol and the path', () => {
  test('mqtt is selected among several', async () => {
    await using server = await accepting();
    const ws = await foreignClient(server.listener.url, ['chat', 'mqtt']);
    expect(ws.protocol).toBe('mqtt');
    ws.terminate();
  });

  test.each([[[]], [['chat', 'mqttv3.1']]])('a client that offers %j is refused', async (offered) => {
    await using server = await accepting();
    expect(await upgradeStatus(server.listener.url, offered)).toBe(400);
  });

  test('another path is refused', async () => {
    await using server = await accepting();
    expect(await upgradeStatus(`${server.listener.url}/x`, ['mqtt'])).toBe(404);
  });

  test('a plain HTTP request is told to upgrade', async () => {
    await using server = await accepting();
    const response = await fetch(server.listener.url.replace('ws:', 'http:'));
    expect(response.status).toBe(426);
  });
});

describe('frames', () => {
  test('a text frame ends the stream as failed and closes the connection', async () => {
    await using server = await accepting();
    const ws = await foreignClient(server.listener.url);
    const closed = once(ws, 'close');
    const end = endOf(await server.stream);
    ws.send('text');
    expect(await end).toMatchObject({ kind: 'failed', code: 'websocket-text-frame' });
    expect((await closed)[0]).toBe(1003);
  });

  test('our own dial can send text frames to test the other side', async () => {
    await using server = await accepting();
    await using near = await dialWebSocket(server.listener.url, { frames: 'text' });
    const nearEnd = endOf(near);
    near.write(Buffer.from('text'));
    expect(await endOf(await server.stream)).toMatchObject({ code: 'websocket-text-frame' });
    expect(await nearEnd).toEqual({ kind: 'fin' });
  });

  test('a frame over the limit ends the stream as failed', async () => {
    await using server = await accepting({ maxFrameBytes: 10 });
    await using near = await dial(server.listener.url);
    const end = endOf(await server.stream);
    near.write(new Uint8Array(11));
    expect(await end).toMatchObject({ kind: 'failed', code: 'websocket-frame-too-large' });
  });

  test('a frame that breaks the WebSocket protocol ends the stream as failed', async () => {
    await using server = await accepting();
    const upgraded = deferred<{ write(bytes: Uint8Array): void; destroy(): void }>();
    const ws = new WebSocket(server.listener.url, ['mqtt']);
    ws.on('error', () => undefined);
    ws.on('upgrade', (response) => upgraded.resolve(response.socket));
    const socket = await upgraded.promise;
    const end = endOf(await server.stream);
    // Opcode 7 is reserved.
    socket.write(Uint8Array.of(0x87, 0x80, 0, 0, 0, 0));
    expect(await end).toMatchObject({ kind: 'failed', code: 'websocket-protocol-error' });
    socket.destroy();
  });

  test('each write is a binary frame of its own', async () => {
    await using server = await accepting();
    const ws = await foreignClient(server.listener.url);
    const frames: string[] = [];
    const complete = deferred<void>();
    ws.on('message', (data: Buffer, isBinary) => {
      frames.push(`${isBinary ? 'binary' : 'text'} ${data.toString()}`);
      if (frames.length === 2) complete.resolve();
    });
    const far = await server.stream;
    far.write(Buffer.from('a'));
    far.write(Buffer.from('b'));
    await complete.promise;
    expect(frames).toEqual(['binary a', 'binary b']);
    ws.terminate();
  });
});

describe('an end without a Close frame', () => {
  test.each([
    ['fin', (socket: { end(): void }) => socket.end()],
    ['reset', (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy()],
  ] as const)('is told apart: %s', async (kind, cut) => {
    await using server = await accepting();
    const upgraded = deferred<Parameters<typeof cut>[0]>();
    const ws = new WebSocket(server.listener.url, ['mqtt']);
    ws.on('error', () => undefined);
    ws.on('upgrade', (response) => upgraded.resolve(response.socket));
    const socket = await upgraded.promise;
    const end = endOf(await server.stream);
    cut(socket as never);
    expect(await end).toEqual({ kind });
  });
});
