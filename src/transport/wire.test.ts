import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { ByteStream, StreamEnd } from './byte-stream.ts';
import { dial } from './dial.ts';
import { certificate } from './fixtures/certificate.ts';
import { deferred } from './fixtures/deferred.ts';
import { listen } from './listen.ts';
import { endOfError } from './wire.ts';

const schemes = ['mqtt', 'mqtts', 'ws', 'wss'];
const tls = { ...certificate };
const dialTls = { ca: certificate.cert };

const endOf = (stream: ByteStream): Promise<StreamEnd> => new Promise((resolve) => stream.onEnd(resolve));

describe('the writes of one tick', () => {
  test.each(schemes)('stay together until the next: %s', async (scheme) => {
    await using listener = await listen(`${scheme}://127.0.0.1:0`, () => undefined, { tls });
    await using stream = await dial(listener.url, { tls: dialTls });
    const drained = new Promise<void>((resolve) => stream.onDrain(resolve));
    for (let count = 0; count < 50; count += 1) stream.write(Uint8Array.of(count));
    // Without the cork an idle socket would have taken each byte at once.
    expect(stream.bufferedBytes).toBeGreaterThanOrEqual(50);
    await drained;
    expect(stream.bufferedBytes).toBe(0);
  });
});

describe('a stream that we ended and the other side does not', () => {
  test.each(schemes)('is cut after its linger time: %s', async (scheme) => {
    const accepted = deferred<ByteStream>();
    await using listener = await listen(`${scheme}://127.0.0.1:0`, accepted.resolve, { tls });
    const stream = await dial(listener.url, { tls: dialTls, lingerMs: 30 });
    (await accepted.promise).pause();
    const end = endOf(stream);
    stream.close();
    expect(await end).toEqual({ kind: 'local' });
    await stream[Symbol.asyncDispose]();
  });

  test('is not cut while the other side still sends', async () => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      let left = 20;
      const more = setInterval(() => {
        left -= 1;
        if (left > 0) return socket.write('x');
        clearInterval(more);
        return socket.end();
      }, 10);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await using stream = await dial(`mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`, {
      lingerMs: 100,
    });
    let received = 0;
    stream.onData((chunk) => {
      received += chunk.length;
    });
    stream.close();
    expect(await endOf(stream)).toEqual({ kind: 'local' });
    expect(received).toBe(19);
    server.close();
  });

  test.each(schemes)('disposing it while it lingers is bounded: %s', async (scheme) => {
    const accepted = deferred<ByteStream>();
    await using listener = await listen(`${scheme}://127.0.0.1:0`, accepted.resolve, { tls });
    const stream = await dial(listener.url, { tls: dialTls });
    (await accepted.promise).pause();
    stream.write(new Uint8Array(16 * 1024 * 1024));
    stream.close();
    await stream[Symbol.asyncDispose]();
    expect(stream.bufferedBytes).toBe(0);
  });
});

describe('the end that an error means', () => {
  const failure = (code: string): Error => Object.assign(new Error('it broke'), { code });

  test.each(['ECONNRESET', 'EPIPE', 'ECONNABORTED'])('%s is a reset', (code) => {
    expect(endOfError(failure(code))).toEqual({ kind: 'reset' });
  });

  test.each([
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'tls-failed'],
    ['ETIMEDOUT', 'socket-failed'],
  ])('%s is %s', (code, expected) => {
    expect(endOfError(failure(code))).toEqual({
      kind: 'failed',
      code: expected,
      message: `it broke (${code}).`,
    });
  });
});
