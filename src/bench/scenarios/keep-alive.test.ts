import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Connection } from '../generator/connection.ts';
import { startKeepAlive } from './keep-alive.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A connection that only knows when it wrote. */
function fakeConnection(serverKeepAliveSeconds?: number) {
  const writtenAt = [performance.now()];
  const pipe = { writes: 0 };
  const fake = {
    state: 'open' as Connection['state'],
    connack: { properties: serverKeepAliveSeconds === undefined ? {} : { serverKeepAliveSeconds } },
    pipe,
    send: () => write(),
  };
  function write(): void {
    pipe.writes += 1;
    writtenAt.push(performance.now());
  }
  return { connection: fake as unknown as Connection, fake, writtenAt, write };
}

function longestSilenceMs(writtenAt: readonly number[]): number {
  const ends = [...writtenAt.slice(1), performance.now()];
  return Math.max(...ends.map((end, at) => end - (writtenAt[at] as number)));
}

test('whatever a connection writes itself, it is never silent for its Keep Alive', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 90 }),
      fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 12 }),
      (keepAliveSeconds, gapsMs) => {
        using keepAlive = startKeepAlive();
        const { connection, writtenAt, write } = fakeConnection();
        keepAlive.watch(connection, keepAliveSeconds);
        for (const gap of gapsMs) {
          vi.advanceTimersByTime(gap);
          write();
        }
        vi.advanceTimersByTime(keepAliveSeconds * 3000);
        expect(longestSilenceMs(writtenAt)).toBeLessThan(keepAliveSeconds * 1000);
      },
    ),
    { numRuns: 50 },
  );
});

test('it sends no more than it must', () => {
  using keepAlive = startKeepAlive();
  const silent = fakeConnection();
  const busy = fakeConnection();
  keepAlive.watch(silent.connection, 60);
  keepAlive.watch(busy.connection, 60);
  for (let second = 0; second < 600; second += 10) {
    vi.advanceTimersByTime(10_000);
    busy.write();
  }
  expect(silent.fake.pipe.writes).toBe(13);
  expect(busy.fake.pipe.writes).toBe(60);
});

test("the server's Keep Alive counts, and 0 turns it off", () => {
  using keepAlive = startKeepAlive();
  const imposed = fakeConnection(10);
  const off = fakeConnection();
  keepAlive.watch(imposed.connection, 0);
  keepAlive.watch(off.connection, 0);
  vi.advanceTimersByTime(60_000);
  expect(longestSilenceMs(imposed.writtenAt)).toBeLessThan(10_000);
  expect(off.fake.pipe.writes).toBe(0);
});

test('who has a way of his own to ping is asked to', () => {
  using keepAlive = startKeepAlive();
  const { connection, fake } = fakeConnection();
  const ping = vi.fn<() => void>();
  keepAlive.watch(connection, 4, ping);
  vi.advanceTimersByTime(4000);
  expect(ping).toHaveBeenCalled();
  expect(fake.pipe.writes).toBe(0);
});

test('a connection that is gone is forgotten, and disposing leaves no timer', () => {
  const keepAlive = startKeepAlive();
  const { connection, fake } = fakeConnection();
  keepAlive.watch(connection, 4);
  fake.state = 'lost';
  vi.advanceTimersByTime(8000);
  expect(fake.pipe.writes).toBe(0);
  keepAlive[Symbol.dispose]();
  expect(vi.getTimerCount()).toBe(0);
});
