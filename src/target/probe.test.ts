import { describe, expect, test } from 'vitest';
import { probe, targetOf } from './probe.ts';
import { fakeServer, hex, levelOf, tinyBroker } from './test-support/fake-server.ts';

const accepting311 = '20 02 00 00';
const accepting50 = '20 03 00 00 00';

const broker = (in50: string, grant?: number) =>
  tinyBroker((connect) => hex(levelOf(connect) === 5 ? in50 : accepting311), grant);

describe('the probe finds', () => {
  test('a server that speaks 3.1.1 only and says so', async () => {
    await using server = await fakeServer(broker('20 02 00 01'));
    const report = await probe(server.url, { timeoutMs: 2_000 });
    expect(report.announced).toEqual({
      '3.1.1': { receiveMaximum: 65_535, maximumQoS: 2, topicAliasMaximum: 0 },
    });
    expect(report.capabilities).toEqual([
      'mqtt-3.1.1',
      'no-mqtt-5.0',
      'qos-2',
      'retain',
      'wildcard-subscriptions',
      'session-expiry',
      'empty-client-identifier',
    ]);
    expect(report.notes).toEqual(['5.0 is not spoken: CONNACK says so']);
  });

  test('the same where 5.0 is answered by a close', async () => {
    await using server = await fakeServer((socket) =>
      socket.once('data', (connect) => {
        if (levelOf(connect) === 5) {
          socket.end();
          return;
        }
        tinyBroker(() => hex(accepting311))(socket);
        socket.emit('data', connect);
      }),
    );
    const report = await probe(server.url, { timeoutMs: 2_000 });
    expect(Object.keys(report.announced)).toEqual(['3.1.1']);
    expect(report.notes).toEqual(['5.0 is not spoken: the server closes the connection without a CONNACK']);
  });

  test('what a CONNACK without properties leaves to the defaults', async () => {
    await using server = await fakeServer(broker(accepting50));
    const report = await probe(server.url, { timeoutMs: 2_000 });
    expect(report.announced['5.0']).toEqual({ receiveMaximum: 65_535, maximumQoS: 2, topicAliasMaximum: 0 });
    expect(report.capabilities).toEqual([
      'mqtt-3.1.1',
      'mqtt-5.0',
      'qos-2',
      'retain',
      'wildcard-subscriptions',
      'subscription-identifiers',
      'shared-subscriptions',
      'session-expiry',
      'empty-client-identifier',
      'topic-alias-limit',
    ]);
    expect(report.notes).toEqual([]);
  });

  test('all that a CONNACK announces', async () => {
    // Session Expiry 0, Receive Maximum 8, Maximum QoS 1, Retain 0, Maximum Packet Size 65536, Topic Alias
    // Maximum 4, Wildcard 0, Subscription Identifier 0, Shared 0, Server Keep Alive 30.
    const properties =
      '11 00000000 21 0008 24 01 25 00 27 00010000 22 0004 28 00 29 00 2a 00 13 001e'.replaceAll(' ', '');
    const size = properties.length / 2;
    const head = Buffer.from([0x20, size + 3, 0, 0, size]).toString('hex');
    await using server = await fakeServer(broker(head + properties, 1));
    const report = await probe(server.url, { timeoutMs: 2_000 });
    expect(report.announced['5.0']).toEqual({
      receiveMaximum: 8,
      maximumQoS: 1,
      topicAliasMaximum: 4,
      maximumPacketSizeBytes: 65_536,
      serverKeepAliveSeconds: 30,
    });
    expect(report.capabilities).toEqual([
      'mqtt-3.1.1',
      'mqtt-5.0',
      'no-qos-2',
      'no-retain',
      'no-wildcard-subscriptions',
      'no-subscription-identifiers',
      'no-shared-subscriptions',
      'empty-client-identifier',
      'inbound-topic-alias',
      'topic-alias-limit',
      'small-receive-maximum',
      'small-maximum-packet-size',
    ]);
    expect(report.notes).toEqual([
      '3.1.1: a SUBSCRIBE with QoS 2 is granted QoS 1, though no Maximum QoS says so',
    ]);
  });

  test('the Client Identifier that a server makes up', async () => {
    const assigned = '20 08 00 00 05 12 0002 6178';
    await using server = await fakeServer(broker(assigned));
    const report = await probe(server.url, { timeoutMs: 2_000 });
    expect(report.assignedClientIdentifier).toBe('ax');
  });

  test('a server that wants a Client Identifier', async () => {
    await using server = await fakeServer(
      tinyBroker((connect) => {
        const isEmpty = connect.subarray(-2).equals(Buffer.from([0, 0]));
        if (levelOf(connect) === 5) return hex(isEmpty ? '20 03 00 85 00' : accepting50);
        return hex(isEmpty ? '20 02 00 02' : accepting311);
      }),
    );
    const report = await probe(server.url, { timeoutMs: 2_000 });
    expect(report.capabilities).toContain('mqtt-5.0');
    expect(report.capabilities).not.toContain('empty-client-identifier');
  });

  test('5.0 also where its CONNACK breaks the standard, and says how', async () => {
    const maximumQoSOf2 = '20 05 00 00 02 24 02';
    await using server = await fakeServer(broker(maximumQoSOf2));
    const report = await probe(server.url, { timeoutMs: 2_000 });
    expect(report.capabilities).toContain('mqtt-5.0');
    expect(report.notes.join()).toContain('5.0: CONNACK breaks the standard: ');
  });

  test('a server behind a flood of packets, without reading all of it', async () => {
    const pingresp = Buffer.from('d000'.repeat(32 * 1024), 'hex');
    await using server = await fakeServer((socket) =>
      socket.once('data', () => {
        socket.write(hex(accepting311));
        const pour = (): void => {
          while (socket.writable && socket.write(pingresp));
        };
        socket.on('drain', pour);
        pour();
      }),
    );
    const report = await probe(server.url, { timeoutMs: 300 });
    expect(report.notes).toContain('3.1.1: a SUBSCRIBE with QoS 2 gets no SUBACK');
  });

  test('only the versions that it is asked for', async () => {
    await using server = await fakeServer(broker(accepting50));
    const report = await probe(server.url, { timeoutMs: 2_000, versions: ['5.0'] });
    expect(Object.keys(report.announced)).toEqual(['5.0']);
  });
});

test('a profile corrects what the probe found', () => {
  const target = targetOf(
    {
      name: 'x',
      url: 'mqtt://h',
      versions: ['5.0'],
      capabilities: { add: ['outbound-topic-alias'], remove: ['retain'] },
      refusedClientIdentifier: 'nobody',
    },
    {
      url: 'mqtt://h',
      capabilities: ['mqtt-5.0', 'retain'],
      announced: { '5.0': { receiveMaximum: 1, maximumQoS: 2, topicAliasMaximum: 0 } },
      notes: [],
    },
  );
  expect(target).toEqual({
    name: 'x',
    url: 'mqtt://h',
    capabilities: ['mqtt-5.0', 'outbound-topic-alias', 'refused-client-identifier'],
    announced: { '5.0': { receiveMaximum: 1, maximumQoS: 2, topicAliasMaximum: 0 } },
    refusedClientIdentifier: 'nobody',
  });
});
