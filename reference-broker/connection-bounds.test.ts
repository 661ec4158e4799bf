import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { encode } from '../src/packet/encode.ts';
import { memoryPair } from '../src/transport/memory.ts';
import { createTestBroker, reasonOfClose, type TestBroker } from './fixtures/test-broker.ts';
import { publish } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

/** The largest packet that the standard can express. */
const largestPacketBytes = 268_435_460;
/** A CONNECT that announces 256 MB, as far as its Protocol Name. */
const halfConnect = Buffer.from('10ffffff7f00044d515454', 'hex');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Opens streams that send some bytes and then nothing. */
function openMany(host: TestBroker, count: number, bytes: Uint8Array): void {
  for (let opened = 0; opened < count; opened += 1) {
    const [near, far] = memoryPair();
    host.broker.accept(far);
    near.write(bytes);
  }
}

/** Everything that was written before has been read: streams in memory deliver in the order of writing. */
async function everythingRead(host: TestBroker): Promise<void> {
  const { connections } = host.broker.stats;
  const client = await host.connect({ clientIdentifier: 'fence' });
  await client.fence();
  await client.drop();
  await host.settled(connections);
}

function usedBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('connectionsPerSecond', () => {
  test('cuts what comes beyond it, until the second is over', async () => {
    await using host = createTestBroker({ limits: { connectionsPerSecond: 2 } });
    const outcomes: (number | undefined)[] = [];
    for (const clientIdentifier of ['a', 'b', 'c']) {
      outcomes.push((await host.connect({ clientIdentifier })).connack?.reasonCode);
    }
    host.clock.advance(999);
    outcomes.push((await host.connect({ clientIdentifier: 'd' })).connack?.reasonCode);
    host.clock.advance(1);
    outcomes.push((await host.connect({ clientIdentifier: 'e' })).connack?.reasonCode);
    expect(outcomes).toEqual([0, 0, undefined, undefined, 0]);
    expect(host.broker.stats).toMatchObject({ connections: 3, connectionsAccepted: 3, connectionsCut: 2 });
  });

  test('costs no timer for a stream that is cut', async () => {
    await using host = createTestBroker({ limits: { connectionsPerSecond: 1 } });
    openMany(host, 100, halfConnect);
    expect(host.clock.pendingTimers()).toBe(1);
  });
});

test('connections: the one beyond is cut, and counted', async () => {
  await using host = createTestBroker({ limits: { connections: 1 } });
  await host.connect();
  expect((await host.connect({ clientIdentifier: 'other' })).connack).toBeUndefined();
  expect(host.broker.stats).toMatchObject({ connections: 1, connectionsCut: 1 });
});

describe('a CONNECT that announces 256 MB', () => {
  test('is refused at its header', async () => {
    await using host = createTestBroker();
    const client = await host.open();
    client.sendBytes(halfConnect.subarray(0, 5));
    expect(await client.untilClosed()).toEqual([]);
  });

  test('reserves nothing that did not arrive, even where it is allowed', async () => {
    await using host = createTestBroker({ capabilities: { maximumPacketSizeBytes: largestPacketBytes } });
    const before = usedBytes();
    openMany(host, 8, halfConnect);
    await everythingRead(host);
    expect(host.broker.stats.connections).toBe(8);
    expect(usedBytes() - before).toBeLessThan(1024 * 1024);
  });
});

test('5 000 connections that sent one byte cost little, and the CONNECT time-out ends them', async () => {
  const connections = 5_000;
  await using host = createTestBroker({ limits: { connectTimeoutMs: 3_000 } });
  await everythingRead(host);
  const before = usedBytes();
  openMany(host, connections, Buffer.from([0x10]));
  await everythingRead(host);
  expect(host.broker.stats.connections).toBe(connections);
  // Both ends of the stream in memory are in it.
  expect((usedBytes() - before) / connections).toBeLessThan(16_384);
  host.clock.advance(3_000);
  await host.settled(0);
  expect(host.clock.pendingTimers()).toBe(0);
});

test('a CONNECT that comes byte by byte gets no more time than another', async () => {
  await using host = createTestBroker({ limits: { connectTimeoutMs: 5_000 } });
  const client = await host.open();
  const bytes = encode(
    { type: 'connect', protocolVersion: '5.0', cleanStart: true, keepAliveSeconds: 0, clientIdentifier: 'x' },
    '5.0',
  );
  for (const byte of bytes.subarray(0, 4)) {
    client.sendBytes(Buffer.from([byte]));
    await everythingRead(host);
    host.clock.advance(1_000);
  }
  expect(host.broker.stats.connections).toBe(1);
  client.sendBytes(bytes.subarray(4, 5));
  await everythingRead(host);
  host.clock.advance(1_000);
  expect(await client.untilClosed()).toEqual([]);
});

test('closeTimeoutMs: a client that does not end its side is cut', async () => {
  await using host = createTestBroker({ limits: { closeTimeoutMs: 700 } });
  const client = await host.connect();
  client.pause();
  client.send(publish('', 'x', { properties: { topicAlias: 1 } }));
  await everythingRead(host);
  host.clock.advance(699);
  expect(host.broker.stats.connections).toBe(1);
  host.clock.advance(1);
  await host.settled(0);
  client.resume();
  expect(reasonOfClose(await client.untilClosed())).toBe(Reason.protocolError);
});

test('stallTimeoutMs: a client that is held back and reads nothing for so long is cut', async () => {
  await using host = createTestBroker({ limits: { outboundBufferBytes: 1_000, stallTimeoutMs: 700 } });
  const client = await host.connect();
  client.pause();
  const pings = Buffer.alloc(10_000, encode({ type: 'pingreq' }, '5.0'));
  client.sendBytes(pings);
  await everythingRead(host);
  host.clock.advance(699);
  expect(host.broker.stats.connections).toBe(1);
  host.clock.advance(1);
  await host.settled(0);
});
