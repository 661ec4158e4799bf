import { describe, expect, it } from 'vitest';
import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { comparable } from './arbitraries.ts';
import { createDecoder } from './decoder.ts';
import { encode } from './encode.ts';
import type { Packet } from './packet.ts';
import { raw } from './raw.ts';
import type { Receiver } from './reader.ts';

type Example = readonly [
  title: string,
  version: ProtocolVersion,
  receiver: Receiver,
  hex: string,
  packet: Packet,
];

/** Bytes that are read as the packet, and that are what the packet is written as. */
const bothWays: readonly Example[] = [
  [
    'CONNECT 3.1.1: name, level, flags (user, password, will retain, QoS 2, clean), keep alive 10, id, will, user, password',
    '3.1.1',
    'server',
    '10 1a 00 04 4d 51 54 54 04 f6 00 0a 00 01 63 00 01 77 00 01 70 00 01 75 00 02 00 ff',
    {
      type: 'connect',
      protocolVersion: '3.1.1',
      cleanStart: true,
      keepAliveSeconds: 10,
      clientIdentifier: 'c',
      will: { topicName: 'w', payload: Buffer.from('p'), qos: 2, retain: true },
      userName: 'u',
      password: Buffer.from([0, 255]),
    },
  ],
  [
    'CONNECT 5.0: a password without a user name, Session Expiry 0xffffffff, empty Client Identifier',
    '5.0',
    'server',
    '10 15 00 04 4d 51 54 54 05 40 00 00 05 11 ff ff ff ff 00 00 00 01 70',
    {
      type: 'connect',
      protocolVersion: '5.0',
      cleanStart: false,
      keepAliveSeconds: 0,
      clientIdentifier: '',
      password: Buffer.from('p'),
      properties: { sessionExpiryIntervalSeconds: 0xffff_ffff },
    },
  ],
  [
    'CONNACK 3.1.1: session present',
    '3.1.1',
    'client',
    '20 02 01 00',
    { type: 'connack', sessionPresent: true, reasonCode: 0 },
  ],
  [
    'CONNACK 5.0: refused, Reason String',
    '5.0',
    'client',
    '20 08 00 87 05 1f 00 02 6e 6f',
    { type: 'connack', sessionPresent: false, reasonCode: 0x87, properties: { reasonString: 'no' } },
  ],
  [
    'PUBLISH 3.1.1: QoS 0, retain, empty payload',
    '3.1.1',
    'server',
    '31 05 00 03 61 2f 62',
    { type: 'publish', topicName: 'a/b', payload: Buffer.alloc(0), qos: 0, dup: false, retain: true },
  ],
  [
    'PUBLISH 5.0: QoS 2, DUP, Topic Alias in place of the name; payload said to be UTF-8 is not checked',
    '5.0',
    'server',
    '3c 0b 00 00 00 0a 05 23 00 01 01 01 ff',
    {
      type: 'publish',
      topicName: '',
      payload: Buffer.from([0xff]),
      qos: 2,
      dup: true,
      retain: false,
      packetIdentifier: 10,
      properties: { topicAlias: 1, payloadFormatIndicator: 1 },
    },
  ],
  [
    'PUBLISH 5.0 to a client: two Subscription Identifiers, two User Properties in their order',
    '5.0',
    'client',
    '30 16 00 01 61 12 0b 01 0b 80 01 26 00 01 62 00 00 26 00 01 61 00 01 78',
    {
      type: 'publish',
      topicName: 'a',
      payload: Buffer.alloc(0),
      qos: 0,
      dup: false,
      retain: false,
      properties: {
        subscriptionIdentifier: [1, 128],
        userProperty: [
          ['b', ''],
          ['a', 'x'],
        ],
      },
    },
  ],
  ['PUBACK', '3.1.1', 'server', '40 02 12 34', { type: 'puback', packetIdentifier: 0x1234, reasonCode: 0 }],
  [
    'PUBACK 5.0 from a server: no matching subscribers',
    '5.0',
    'client',
    '40 03 00 01 10',
    { type: 'puback', packetIdentifier: 1, reasonCode: 0x10 },
  ],
  [
    'PUBREC 5.0: Success is written where properties follow',
    '5.0',
    'server',
    '50 08 00 01 00 04 1f 00 01 78',
    { type: 'pubrec', packetIdentifier: 1, reasonCode: 0, properties: { reasonString: 'x' } },
  ],
  ['PUBREL', '5.0', 'server', '62 02 00 01', { type: 'pubrel', packetIdentifier: 1, reasonCode: 0 }],
  [
    'PUBCOMP 5.0',
    '5.0',
    'client',
    '70 03 00 01 92',
    { type: 'pubcomp', packetIdentifier: 1, reasonCode: 0x92 },
  ],
  [
    'SUBSCRIBE 3.1.1: $share means nothing there',
    '3.1.1',
    'server',
    '82 0d 00 01 00 08 24 73 68 61 72 65 2f 2f 02',
    {
      type: 'subscribe',
      packetIdentifier: 1,
      subscriptions: [
        { topicFilter: '$share//', qos: 2, noLocal: false, retainAsPublished: false, retainHandling: 0 },
      ],
    },
  ],
  [
    'SUBSCRIBE 5.0: all options, Subscription Identifier 268435455',
    '5.0',
    'server',
    '82 10 00 01 05 0b ff ff ff 7f 00 01 23 2d 00 01 2b 12',
    {
      type: 'subscribe',
      packetIdentifier: 1,
      subscriptions: [
        { topicFilter: '#', qos: 1, noLocal: true, retainAsPublished: true, retainHandling: 2 },
        { topicFilter: '+', qos: 2, noLocal: false, retainAsPublished: false, retainHandling: 1 },
      ],
      properties: { subscriptionIdentifier: 0x0fff_ffff },
    },
  ],
  [
    'SUBACK 3.1.1',
    '3.1.1',
    'client',
    '90 06 00 01 00 01 02 80',
    { type: 'suback', packetIdentifier: 1, reasonCodes: [0, 1, 2, 0x80] },
  ],
  [
    'SUBACK 5.0',
    '5.0',
    'client',
    '90 04 00 01 00 9e',
    { type: 'suback', packetIdentifier: 1, reasonCodes: [0x9e] },
  ],
  [
    'UNSUBSCRIBE 3.1.1',
    '3.1.1',
    'server',
    'a2 08 00 01 00 01 61 00 01 62',
    { type: 'unsubscribe', packetIdentifier: 1, topicFilters: ['a', 'b'] },
  ],
  [
    'UNSUBACK 3.1.1',
    '3.1.1',
    'client',
    'b0 02 00 01',
    { type: 'unsuback', packetIdentifier: 1, reasonCodes: [] },
  ],
  [
    'UNSUBACK 5.0',
    '5.0',
    'client',
    'b0 05 00 01 00 00 11',
    { type: 'unsuback', packetIdentifier: 1, reasonCodes: [0, 0x11] },
  ],
  ['PINGREQ', '3.1.1', 'server', 'c0 00', { type: 'pingreq' }],
  ['PINGRESP', '5.0', 'client', 'd0 00', { type: 'pingresp' }],
  ['DISCONNECT', '3.1.1', 'server', 'e0 00', { type: 'disconnect', reasonCode: 0 }],
  ['DISCONNECT 5.0 from a server', '5.0', 'client', 'e0 01 8c', { type: 'disconnect', reasonCode: 0x8c }],
  [
    'AUTH 5.0',
    '5.0',
    'client',
    'f0 06 00 04 15 00 01 6d',
    { type: 'auth', reasonCode: 0, properties: { authenticationMethod: 'm' } },
  ],
];

/** Bytes that the standard allows, though we would write the packet shorter. */
const readOnly: readonly Example[] = [
  ['a padded Remaining Length in 3.1.1', '3.1.1', 'server', 'c0 80 80 00', { type: 'pingreq' }],
  [
    'PUBACK 5.0 that says Success',
    '5.0',
    'server',
    '40 03 00 01 00',
    { type: 'puback', packetIdentifier: 1, reasonCode: 0 },
  ],
  [
    'PUBREL 5.0 that says Success and no properties',
    '5.0',
    'client',
    '62 04 00 01 00 00',
    { type: 'pubrel', packetIdentifier: 1, reasonCode: 0 },
  ],
  [
    'DISCONNECT 5.0 that says it is normal',
    '5.0',
    'server',
    'e0 02 00 00',
    { type: 'disconnect', reasonCode: 0 },
  ],
];

function decodeOne(hex: string, version: ProtocolVersion, receiver: Receiver): unknown {
  const decoder = createDecoder({ receiver, version });
  decoder.push(raw(hex).raw);
  const decoded = decoder.next();
  if (decoded?.kind !== 'packet') throw new Error(JSON.stringify(decoded));
  return comparable(decoded.packet);
}

describe('bytes and packets', () => {
  it.each([...bothWays, ...readOnly])('%s is read', (_, version, receiver, hex, packet) => {
    expect(decodeOne(hex, version, receiver)).toEqual(comparable(packet));
  });

  it.each(bothWays)('%s is written', (_, version, _receiver, hex, packet) => {
    expect(Buffer.from(encode(packet, version)).toString('hex')).toBe(hex.replaceAll(' ', ''));
  });

  it.each([
    ['a byte order mark', 'ef bb bf', '\ufeff'],
    ['a control character', '01', '\u0001'],
    ['a noncharacter', 'ef bf bf', '\uffff'],
    ['four bytes', 'f0 9f 8c a1', '🌡'],
    ['the last code point', 'f4 8f bf bf', '\u{10ffff}'],
    ['the code points around the surrogates', 'ed 9f bf ee 80 80', '\ud7ff\ue000'],
  ])('%s stays in a Topic Name', (_, hex, topicName) => {
    const size = raw(hex).raw.length;
    const length = (value: number) => value.toString(16).padStart(2, '0');
    const bytes = `30 ${length(size + 2)} 00 ${length(size)} ${hex}`;
    expect(decodeOne(bytes, '3.1.1', 'client')).toMatchObject({ topicName });
  });
});

describe('a server decoder', () => {
  it('learns the version from CONNECT and keeps it', () => {
    const decoder = createDecoder({ receiver: 'server' });
    expect(decoder.version).toBeUndefined();
    decoder.push(raw('10 0d 00 04 4d 51 54 54 05 02 00 00 00 00 00').raw);
    expect(decoder.next()).toMatchObject({ packet: { protocolVersion: '5.0' } });
    expect(decoder.version).toBe('5.0');
    // A second CONNECT is the caller's to refuse; it does not change how the rest is read.
    decoder.push(raw('10 0c 00 04 4d 51 54 54 04 02 00 00 00 00').raw);
    expect(decoder.next()).toMatchObject({ packet: { protocolVersion: '3.1.1' } });
    expect(decoder.version).toBe('5.0');
  });

  it('learns it from a CONNECT that breaks another rule, so that it can be answered', () => {
    const decoder = createDecoder({ receiver: 'server' });
    decoder.push(raw('10 0d 00 04 4d 51 54 54 05 03 00 00 00 00 00').raw);
    expect(decoder.next()).toMatchObject({ kind: 'violation', version: '5.0', fatal: false });
    expect(decoder.version).toBe('5.0');
  });

  it('does not learn a version that it does not know', () => {
    const decoder = createDecoder({ receiver: 'server' });
    decoder.push(raw('10 0d 00 04 4d 51 54 54 06 02 00 00 00 00 00').raw);
    expect(decoder.next()).toMatchObject({
      violation: { code: 'protocol-level-unsupported' },
      version: '5.0',
    });
    expect(decoder.version).toBeUndefined();
  });
});
