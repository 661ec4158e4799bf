import fc from 'fast-check';
import { expect, it, suite } from 'vitest';
import { anyPacket } from './arbitraries.ts';
import { describe, hex } from './describe.ts';
import type { Packet } from './packet.ts';

suite('a line for a packet', () => {
  it.each<[Packet, string]>([
    [
      {
        type: 'publish',
        topicName: 'a/b',
        payload: Buffer.from('hello'),
        qos: 1,
        dup: false,
        retain: false,
        packetIdentifier: 7,
      },
      'PUBLISH topic "a/b" qos 1 id 7 payload 5 bytes "hello"',
    ],
    [
      {
        type: 'publish',
        topicName: '',
        payload: Buffer.from('ff00', 'hex'),
        qos: 0,
        dup: true,
        retain: true,
        properties: { topicAlias: 2, correlationData: Buffer.from('01', 'hex'), userProperty: [['k', 'v"']] },
      },
      'PUBLISH topic "" qos 0 dup retain payload 2 bytes ff00 {topicAlias=2, correlationData=01, userProperty=[["k","v\\""]]}',
    ],
    [
      {
        type: 'connect',
        protocolVersion: '5.0',
        cleanStart: true,
        keepAliveSeconds: 60,
        clientIdentifier: 'c',
        will: {
          topicName: 'w',
          payload: Buffer.alloc(0),
          qos: 1,
          retain: true,
          properties: { willDelayIntervalSeconds: 1 },
        },
        userName: 'u',
        password: Buffer.from('secret'),
      },
      'CONNECT 5.0 client "c" clean-start 1 keep-alive 60s will (topic "w" qos 1 retain payload 0 bytes {willDelayIntervalSeconds=1}) user "u" password 6 bytes',
    ],
    [{ type: 'connack', sessionPresent: true, reasonCode: 0 }, 'CONNACK session-present 1 0x00'],
    [{ type: 'pubrel', packetIdentifier: 1, reasonCode: 0x92 }, 'PUBREL id 1 0x92'],
    [
      {
        type: 'subscribe',
        packetIdentifier: 1,
        subscriptions: [
          { topicFilter: '#', qos: 1, noLocal: true, retainAsPublished: true, retainHandling: 2 },
          { topicFilter: 'a', qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 },
        ],
      },
      'SUBSCRIBE id 1 "#" qos 1 no-local retain-as-published retain-handling 2, "a" qos 0',
    ],
    [{ type: 'unsubscribe', packetIdentifier: 1, topicFilters: ['a', 'b'] }, 'UNSUBSCRIBE id 1 "a", "b"'],
    [{ type: 'suback', packetIdentifier: 1, reasonCodes: [0, 0x80] }, 'SUBACK id 1 0x00 0x80'],
    [{ type: 'pingreq' }, 'PINGREQ'],
    [
      { type: 'disconnect', reasonCode: 0x8e, properties: { reasonString: 'x' } },
      'DISCONNECT 0x8e {reasonString="x"}',
    ],
  ])('%#', (packet, expected) => {
    expect(describe(packet)).toBe(expected);
  });

  it('cuts a long payload', () => {
    const packet = { type: 'publish', topicName: 'a', qos: 0, dup: false, retain: false } as const;
    expect(describe({ ...packet, payload: Buffer.alloc(50, 'x') })).toBe(
      `PUBLISH topic "a" qos 0 payload 50 bytes "${'x'.repeat(40)}"...`,
    );
    expect(describe({ ...packet, payload: Buffer.alloc(41, 0xff) })).toBe(
      `PUBLISH topic "a" qos 0 payload 41 bytes ${'ff'.repeat(40)}... (1 more)`,
    );
  });

  it('gives one line for any packet', () => {
    fc.assert(
      fc.property(anyPacket('client', '5.0'), (packet) => {
        expect(describe(packet)).toMatch(/^[A-Z]+[^\n\r]*$/);
      }),
    );
  });
});

suite('hex', () => {
  it.each([
    [[], undefined, ''],
    [[0, 255], undefined, '00ff'],
    [[1, 2, 3], 2, '0102... (1 more)'],
    [[1, 2], 2, '0102'],
  ])('%j up to %s', (bytes, limit, expected) => {
    expect(hex(Uint8Array.from(bytes), limit)).toBe(expected);
  });
});
