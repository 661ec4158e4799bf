import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { ByteStream, Listener, StreamEnd } from './byte-stream.ts';
import { dial } from './dial.ts';
import { DialError, ListenError } from './errors.ts';
import { certificate } from './fixtures/certificate.ts';
import { deferred } from './fixtures/deferred.ts';
import { type ListenOptions, listen } from './listen.ts';
import { listenMemory } from './memory.ts';

const schemes = ['mqtt', 'mqtts', 'ws', 'wss'];
const tls = { ca: certificate.cert };

const open = (scheme: string, onStream: (stream: ByteStream) => void, options: ListenOptions = {}) =>
  listen(`${scheme}://127.0.0.1:0`, onStream, { tls: certificate, ...options });

const failureOf = async (url: string, options: ListenOptions = {}): Promise<ListenError> => {
  const outcome: unknown = await listen(url, () => undefined, options).catch((error: unknown) => error);
  if (outcome instanceof ListenError) return outcome;
  throw new Error(`Listening on ${url} did not fail with a ListenError.`);
};

const rawSocket = async (listener: Listener): Promise<Socket> => {
  const socket = connect({ port: Number(new URL(listener.url).port), host: '127.0.0.1' });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};

describe('a listener', () => {
  test.each(schemes)('names the port that it got: %s', async (scheme) => {
    await using listener = await open(scheme, () => undefined);
    expect(listener.url).toMatch(
      scheme.startsWith('ws') ? /^wss?:\/\/127\.0\.0\.1:\d+\/mqtt$/ : /^mqtts?:\/\/127\.0\.0\.1:\d+$/,
    );
    expect(Number(new URL(listener.url).port)).toBeGreaterThan(0);
  });

  test.each(['mqtt://:0', 'mqtt://127.0.0.1:0', 'mqtt://0.0.0.0:0'])(
    '%s is dialled on 127.0.0.1',
    async (url) => {
      await using listener = await listen(url, () => undefined);
      expect(listener.url).toMatch(/^mqtt:\/\/127\.0\.0\.1:\d+$/);
      await using stream = await dial(listener.url);
      expect(stream.description).toMatch(/^tcp 127\.0\.0\.1:\d+$/);
    },
  );

  test.each(schemes)(
    'resets its open streams when it is disposed, and refuses dials from then on: %s',
    async (scheme) => {
      const accepted = deferred<ByteStream>();
      const listener = await open(scheme, accepted.resolve);
      const stream = await dial(listener.url, { tls });
      const ends: StreamEnd[] = [];
      const ended = deferred<void>();
      stream.onEnd((end) => {
        ends.push(end);
        ended.resolve();
      });
      const far = await accepted.promise;
      const farEnded = deferred<StreamEnd>();
      far.onEnd(farEnded.resolve);
      await listener[Symbol.asyncDispose]();
      await listener[Symbol.asyncDispose]();
      await ended.promise;
      expect(await farEnded.promise).toEqual({ kind: 'local' });
      expect(ends).toEqual([{ kind: 'reset' }]);
      await stream[Symbol.asyncDispose]();
      await expect(dial(listener.url, { tls })).rejects.toMatchObject({ code: 'refused' });
    },
  );

  test.each(['mqtts', 'ws', 'wss'])(
    'hangs up in the middle of a handshake when it is disposed: %s',
    async (scheme) => {
      const failed = deferred<Error>();
      const listener = await open(scheme, () => undefined, { onHandshakeFailed: failed.resolve });
      const socket = await rawSocket(listener);
      const closed = once(socket.resume(), 'close');
      // A second connection is the fence: the first was accepted before it.
      await using _stream = await dial(listener.url, { tls });
      await listener[Symbol.asyncDispose]();
      await closed;
      expect((await failed.promise).message).toContain('handshake');
    },
  );

  test.each(['mqtts', 'ws', 'wss'])('hangs up on a mute client after its time-out: %s', async (scheme) => {
    const failed = deferred<Error>();
    await using listener = await open(scheme, () => undefined, {
      handshakeTimeoutMs: 20,
      onHandshakeFailed: failed.resolve,
    });
    const socket = await rawSocket(listener);
    const closed = once(socket.resume(), 'close');
    expect((await failed.promise).message).toContain('20 ms');
    await closed;
  });

  test.each(['mqtts', 'ws', 'wss'])('survives garbage: %s', async (scheme) => {
    const failed = deferred<Error>();
    await using listener = await open(scheme, () => undefined, { onHandshakeFailed: failed.resolve });
    const socket = await rawSocket(listener);
    socket.resume().end('garbage\r\n\r\n');
    await failed.promise;
    await using stream = await dial(listener.url, { tls });
    expect(stream.description).toContain(scheme === 'mqtts' ? 'tls' : scheme);
  });
});

describe('listening fails with a code and a sentence', () => {
  test.each(schemes)('address-in-use: %s', async (scheme) => {
    await using listener = await open(scheme, () => undefined);
    const error = await failureOf(listener.url, { tls: certificate });
    expect(error.code).toBe('address-in-use');
    expect(error.message).toBe(
      `Cannot listen on ${listener.url}: the port is taken (EADDRINUSE); stop its owner or use port 0.`,
    );
  });

  test('address-not-available', async () => {
    expect((await failureOf('mqtt://192.0.2.1:0')).code).toBe('address-not-available');
  });

  test('unknown-host', async () => {
    expect((await failureOf('mqtt://no-such-host.invalid:0')).code).toBe('unknown-host');
  });

  test.each(['mqtts', 'wss'])('certificate-unusable: %s', async (scheme) => {
    const missing = await failureOf(`${scheme}://127.0.0.1:0`);
    const broken = await failureOf(`${scheme}://127.0.0.1:0`, { tls: { cert: 'x', key: 'y' } });
    expect([missing.code, broken.code]).toEqual(['certificate-unusable', 'certificate-unusable']);
  });

  test('unsupported-url', async () => {
    expect((await failureOf('http://127.0.0.1:0')).code).toBe('unsupported-url');
  });
});

describe('a memory listener', () => {
  test('resets its open streams when it is disposed, and refuses dials from then on', async () => {
    const listener = listenMemory(() => undefined);
    const ended = deferred<StreamEnd>();
    listener.dial().onEnd(ended.resolve);
    await listener[Symbol.asyncDispose]();
    expect(await ended.promise).toEqual({ kind: 'reset' });
    expect(() => listener.dial()).toThrow(DialError);
  });
});
