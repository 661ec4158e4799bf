import { expect, test } from 'vitest';
import type { Connect } from '../../src/packet/connect.ts';
import type { Packet } from '../../src/packet/packet.ts';
import { dial } from '../../src/transport/index.ts';
import { mountSmallDisk } from '../fixtures/small-disk.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { subscribe } from '../fixtures/test-broker.ts';
import { openTestClient, payloads, publish, type TestClient } from '../fixtures/test-client.ts';
import { Reason } from '../index.ts';
import { readConfig } from './read-config.ts';
import { type ConfiguredBroker, serveConfig } from './serve-config.ts';

const kept = { properties: { sessionExpiryIntervalSeconds: 3600 } } as const;

const connect = async (
  { url }: ConfiguredBroker,
  clientIdentifier: string,
  changes: Partial<Connect> = {},
): Promise<TestClient> =>
  openTestClient(await dial(url), {
    type: 'connect',
    protocolVersion: '5.0',
    cleanStart: false,
    keepAliveSeconds: 0,
    clientIdentifier,
    ...changes,
  });

const healthStatus = async ({ adminUrl }: ConfiguredBroker): Promise<number> =>
  (await fetch(`${adminUrl}/healthz`)).status;

const large = (number: number): Packet =>
  publish('a', `${number}`.padEnd(50_000, '.'), { qos: 1, packetIdentifier: number });

/** Sends one message after another until the disk has no room for one. Gives those that were acknowledged. */
async function publishUntilFull(sender: TestClient): Promise<{ acknowledged: string[]; last: Packet }> {
  const acknowledged: string[] = [];
  for (let number = 1; ; number += 1) {
    sender.send(large(number));
    const last = await sender.next();
    if (last.type !== 'puback' || last.reasonCode !== 0) return { acknowledged, last };
    acknowledged.push(`${number}`);
  }
}

test('a broker on a full disk refuses what it cannot keep, and loses nothing of what it took', async (context) => {
  await using folder = await temporaryFolder();
  await using disk = await mountSmallDisk(folder.path);
  if (disk === undefined) return context.skip('this user may not mount a small disk');
  const file = await folder.write(
    'broker.toml',
    `[[listeners]]\nurl = "mqtt://:0"\n[http]\nlisten = "127.0.0.1:0"\n[persistence]\ndataDirectory = "${disk.path}/data"`,
  );
  const told: string[] = [];
  const serve = async (): Promise<ConfiguredBroker> =>
    serveConfig(await readConfig({ file }), {
      version: '1.2.3',
      onStoreHealth: ({ kind }) => told.push(kind),
    });
  let acknowledged: string[];
  {
    await using served = await serve();
    const subscriber = await connect(served, 'kept', kept);
    await subscribe(subscriber, ['a']);
    await subscriber.drop();
    const sender = await connect(served, 'sender');
    const old = await connect(served, 'old', { protocolVersion: '3.1.1', cleanStart: true });
    const watcher = await connect(served, 'watcher');
    await subscribe(watcher, ['live']);
    expect(await healthStatus(served)).toBe(200);

    await disk.fill();
    const { acknowledged: before, last } = await publishUntilFull(sender);
    // It waited for the disk when that was found to be full.
    expect(last).toMatchObject({ type: 'disconnect', reasonCode: Reason.quotaExceeded });
    expect(await healthStatus(served)).toBe(503);

    const again = await connect(served, 'sender');
    again.send(large(1));
    expect(await again.expect('puback')).toMatchObject({ reasonCode: Reason.quotaExceeded });
    again.send(publish('a', 'x', { qos: 2, packetIdentifier: 1 }));
    expect(await again.expect('pubrec')).toMatchObject({ reasonCode: Reason.quotaExceeded });
    old.send(large(1));
    expect(await old.untilClosed()).toEqual([]);
    expect((await connect(served, 'kept', kept)).connack).toMatchObject({ reasonCode: Reason.quotaExceeded });
    const late = await connect(served, 'late', { protocolVersion: '3.1.1' });
    expect(late.connack).toMatchObject({ reasonCode: 0x03 });
    again.send(publish('live', 'goes on'));
    expect(payloads([await watcher.next()])).toEqual(['goes on']);

    await disk.free();
    while ((await healthStatus(served)) !== 200);
    again.send(publish('a', 'after', { qos: 1, packetIdentifier: 9 }));
    expect(await again.expect('puback')).toMatchObject({ reasonCode: 0 });
    acknowledged = [...before, 'after'];
  }
  await using served = await serve();
  const subscriber = await connect(served, 'kept', kept);
  const received = payloads(await subscriber.fence()).map((payload) => payload.replaceAll('.', ''));
  // With the one that was given up, or without it: its publisher was told that it is not kept.
  expect(received.filter((payload) => acknowledged.includes(payload))).toEqual(acknowledged);
  expect(received.length - acknowledged.length).toBeLessThanOrEqual(1);
  expect(told).toEqual(['failing', 'healthy']);
});
