import { expect, test } from 'vitest';
import type { ByteStream } from './byte-stream.ts';
import { dial } from './dial.ts';
import { certificate } from './fixtures/certificate.ts';
import { deferred } from './fixtures/deferred.ts';
import { listen } from './listen.ts';

// Timers are left out: the test runner has some of its own, which come and go.
const handles = (): readonly string[] =>
  process
    .getActiveResourcesInfo()
    .filter((name) => /TCP|TLS|HTTP|GetAddrInfo/.test(name))
    .sort();

/** Node closes handles at the end of a turn of the event loop; one that never closes runs into the time-out. */
const handlesAre = async (expected: readonly string[]): Promise<void> => {
  while (handles().join() !== expected.join()) await new Promise(setImmediate);
};

const tls = { ca: certificate.cert };

test.each(['mqtt', 'mqtts', 'ws', 'wss'])('what is disposed leaves no handle behind: %s', async (scheme) => {
  const before = handles();
  const accepted = deferred<ByteStream>();
  const listener = await listen(`${scheme}://127.0.0.1:0`, accepted.resolve, { tls: certificate });
  const stream = await dial(listener.url, { tls });
  const far = await accepted.promise;
  // One side ends in order, so that a lingering end has to go too.
  far.write(new Uint8Array(100_000));
  far.close();
  expect(handles()).not.toEqual(before);
  await stream[Symbol.asyncDispose]();
  await listener[Symbol.asyncDispose]();
  await handlesAre(before);
  await expect(dial(listener.url, { tls })).rejects.toMatchObject({ code: 'refused' });
  await handlesAre(before);
});

test.each(['mqtts', 'ws', 'wss'])(
  'a dial that fails in its handshake leaves no handle behind: %s',
  async (scheme) => {
    const before = handles();
    const accepted = deferred<ByteStream>();
    const listener = await listen('mqtt://127.0.0.1:0', accepted.resolve);
    const outcome = dial(listener.url.replace('mqtt:', `${scheme}:`)).catch((error: unknown) => error);
    (await accepted.promise).reset();
    expect(await outcome).toMatchObject({ name: 'DialError' });
    await listener[Symbol.asyncDispose]();
    await handlesAre(before);
  },
);
