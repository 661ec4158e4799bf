import { describe, expect, test } from 'vitest';
import type { ByteStream } from './byte-stream.ts';
import { dial } from './dial.ts';
import { certificate } from './fixtures/certificate.ts';
import { deferred } from './fixtures/deferred.ts';
import { listenTo } from './fixtures/listen-to.ts';
import { listen } from './listen.ts';
import { listenMemory } from './memory.ts';

interface Pair extends AsyncDisposable {
  readonly near: ByteStream;
  readonly far: ByteStream;
}

const overSockets = (url: string) => async (): Promise<Pair> => {
  const accepted = deferred<ByteStream>();
  const listener = await listen(url, accepted.resolve, { tls: certificate });
  const near = await dial(listener.url, { tls: { ca: certificate.cert } });
  const far = await accepted.promise;
  return {
    near,
    far,
    async [Symbol.asyncDispose]() {
      await near[Symbol.asyncDispose]();
      await listener[Symbol.asyncDispose]();
    },
  };
};

const overMemory = async (): Promise<Pair> => {
  const accepted = deferred<ByteStream>();
  const listener = listenMemory(accepted.resolve);
  const near = listener.dial();
  return { near, far: await accepted.promise, [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose]() };
};

const transports = [
  { name: 'memory', open: overMemory },
  { name: 'mqtt', open: overSockets('mqtt://127.0.0.1:0') },
  { name: 'mqtts', open: overSockets('mqtts://127.0.0.1:0') },
  { name: 'ws', open: overSockets('ws://127.0.0.1:0') },
  { name: 'wss', open: overSockets('wss://127.0.0.1:0') },
];

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bytes that show any byte lost, doubled or moved. */
const pattern = (length: number): Buffer => {
  const made = Buffer.allocUnsafe(length);
  for (let at = 0; at + 4 <= length; at += 4) made.writeUInt32BE(at, at);
  return made;
};

const drained = (stream: ByteStream): Promise<void> => new Promise((resolve) => stream.onDrain(resolve));

describe.each(transports)('a stream over $name', ({ open }) => {
  test('carries bytes both ways', async () => {
    await using pair = await open();
    const near = listenTo(pair.near);
    pair.far.onData((chunk) => pair.far.write(chunk));
    pair.near.write(bytes('ping'));
    expect((await near.receivedBytes(4)).toString()).toBe('ping');
  });

  test('keeps what came before anybody listened', async () => {
    await using pair = await open();
    pair.far.write(bytes('early'));
    pair.far.close();
    // A round trip over the other direction proves nothing about this one, so the end is the fence.
    const near = listenTo(pair.near);
    expect(await near.ended()).toEqual({ kind: 'fin' });
    expect(near.received().toString()).toBe('early');
  });

  test('joins nothing, loses nothing, keeps the order of many small writes', async () => {
    await using pair = await open();
    const far = listenTo(pair.far);
    const sent = pattern(4_000);
    for (let at = 0; at < sent.length; at += 4) pair.near.write(sent.subarray(at, at + 4));
    expect((await far.receivedBytes(sent.length)).equals(sent)).toBe(true);
  });

  test('keeps the order of writes over many ticks', async () => {
    await using pair = await open();
    const far = listenTo(pair.far);
    const sent = pattern(800);
    for (let at = 0; at < sent.length; at += 4) {
      pair.near.write(sent.subarray(at, at + 4));
      if (at % 12 === 0) await Promise.resolve();
      if (at % 40 === 0) await new Promise(setImmediate);
    }
    expect((await far.receivedBytes(sent.length)).equals(sent)).toBe(true);
  });

  test('carries eight megabytes intact, up to the orderly end', async () => {
    await using pair = await open();
    const far = listenTo(pair.far);
    const sent = pattern(8 * 1024 * 1024);
    for (let at = 0; at < sent.length; at += 100_000) pair.near.write(sent.subarray(at, at + 100_000));
    pair.near.close();
    expect(await far.ended()).toEqual({ kind: 'fin' });
    expect(far.received().equals(sent)).toBe(true);
  });

  test('ends with fin at the other side and local at our own when we close', async () => {
    await using pair = await open();
    const near = listenTo(pair.near);
    const far = listenTo(pair.far);
    pair.near.close();
    expect(await far.ended()).toEqual({ kind: 'fin' });
    expect(await near.ended()).toEqual({ kind: 'local' });
  });

  test('ends with reset at the other side and local at our own when we reset', async () => {
    await using pair = await open();
    const near = listenTo(pair.near);
    const far = listenTo(pair.far);
    pair.near.reset();
    expect(await far.ended()).toEqual({ kind: 'reset' });
    expect(await near.ended()).toEqual({ kind: 'local' });
  });

  test('tells a reset from a fin when data came along with it', async () => {
    await using pair = await open();
    pair.far.write(bytes('last words'));
    await drained(pair.far);
    pair.far.reset();
    const near = listenTo(pair.near);
    expect(await near.ended()).toEqual({ kind: 'reset' });
    expect(near.received().toString()).toBe('last words');
  });

  test('tells a fin from a reset when we wrote to a side that had gone', async () => {
    await using pair = await open();
    const near = listenTo(pair.near);
    pair.far.close();
    pair.near.write(bytes('crossing'));
    expect(await near.ended()).toEqual({ kind: 'fin' });
  });

  test('sees the reset while it writes', async () => {
    await using pair = await open();
    const far = listenTo(pair.far);
    pair.near.reset();
    while (far.ends.length === 0) {
      pair.far.write(bytes('into the void'));
      await new Promise(setImmediate);
    }
    expect(far.ends).toEqual([{ kind: 'reset' }]);
  });

  test('ends once, whatever follows, and drops later writes', async () => {
    await using pair = await open();
    const near = listenTo(pair.near);
    const far = listenTo(pair.far);
    pair.near.close();
    pair.near.close();
    await far.ended();
    await near.ended();
    for (const stream of [pair.near, pair.far]) {
      stream.write(bytes('late'));
      stream.reset();
      stream.close();
      await stream[Symbol.asyncDispose]();
      expect(stream.bufferedBytes).toBe(0);
    }
    expect([near.ends, far.ends]).toEqual([[{ kind: 'local' }], [{ kind: 'fin' }]]);
    expect(far.received()).toHaveLength(0);
  });

  test('does not call back within reset, and delivers nothing after it', async () => {
    await using pair = await open();
    pair.far.write(bytes('unseen'));
    const near = listenTo(pair.near);
    pair.near.reset();
    expect(near.ends).toEqual([]);
    expect(await near.ended()).toEqual({ kind: 'local' });
    expect(near.received()).toHaveLength(0);
  });

  test('holds chunks and the end back while paused, then delivers all in order', async () => {
    await using pair = await open();
    pair.near.pause();
    const near = listenTo(pair.near);
    pair.far.write(bytes('held'));
    pair.far.close();
    // Turns of the event loop in which a stream that is not paused delivers; src/transport/inbox.test.ts has the proof.
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    expect(near.received()).toHaveLength(0);
    expect(near.ends).toEqual([]);
    pair.near.resume();
    expect(await near.ended()).toEqual({ kind: 'fin' });
    expect(near.received().toString()).toBe('held');
  });

  test('hears of its own reset while paused', async () => {
    await using pair = await open();
    const near = listenTo(pair.near);
    pair.near.pause();
    pair.near.reset();
    expect(await near.ended()).toEqual({ kind: 'local' });
  });

  test('pushes back while the reader is paused, and drains once it reads', async () => {
    await using pair = await open();
    pair.far.pause();
    const far = listenTo(pair.far);
    const sent = pattern(16 * 1024 * 1024);
    let drains = 0;
    pair.near.onDrain(() => {
      drains += 1;
    });
    for (let at = 0; at < sent.length; at += 1024 * 1024)
      pair.near.write(sent.subarray(at, at + 1024 * 1024));
    expect(pair.near.bufferedBytes).toBeGreaterThan(0);
    await new Promise(setImmediate);
    expect(drains).toBe(0);
    const empty = drained(pair.near);
    pair.far.resume();
    await empty;
    expect(pair.near.bufferedBytes).toBe(0);
    expect((await far.receivedBytes(sent.length)).equals(sent)).toBe(true);
  });

  test('stops reading where nobody listens, so that the writer feels it', async () => {
    await using pair = await open();
    const sent = pattern(16 * 1024 * 1024);
    pair.near.write(sent);
    await new Promise(setImmediate);
    expect(pair.near.bufferedBytes).toBeGreaterThan(0);
    const far = listenTo(pair.far);
    expect((await far.receivedBytes(sent.length)).equals(sent)).toBe(true);
  });

  test('gives chunks that the reader may change', async () => {
    await using pair = await open();
    const sent = bytes('mine');
    const changed = new Promise<void>((resolve) => {
      pair.far.onData((chunk) => {
        chunk.fill(0);
        resolve();
      });
    });
    pair.near.write(sent);
    await changed;
    expect(new TextDecoder().decode(sent)).toBe('mine');
  });

  test('resets the other side when it is disposed while open', async () => {
    await using pair = await open();
    const far = listenTo(pair.far);
    await pair.near[Symbol.asyncDispose]();
    expect(await far.ended()).toEqual({ kind: 'reset' });
  });

  test('sends what was written before the close, even when it is disposed at once', async () => {
    await using pair = await open();
    const far = listenTo(pair.far);
    pair.near.write(bytes('goodbye'));
    pair.near.close();
    await pair.near[Symbol.asyncDispose]();
    expect(await far.ended()).toEqual({ kind: 'fin' });
    expect(far.received().toString()).toBe('goodbye');
  });
});

const halfOpen = transports.filter(({ name }) => !name.startsWith('ws'));

test.each(halfOpen)('over $name we still read after our own close', async ({ open }) => {
  await using pair = await open();
  const near = listenTo(pair.near);
  pair.near.close();
  const far = deferred<void>();
  pair.far.onData(() => undefined);
  // What the other side had sent before it saw our end still arrives.
  pair.far.write(bytes('the rest'));
  pair.far.onEnd(() => far.resolve());
  await far.promise;
  expect(await near.ended()).toEqual({ kind: 'local' });
  expect(near.received().toString()).toBe('the rest');
});
