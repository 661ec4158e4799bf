import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { properties } from '../spec/properties.ts';
import { protocolVersions } from '../spec/protocol-version.ts';
import { anyPacket } from './arbitraries.ts';
import type { Connect } from './connect.ts';
import { createDecoder } from './decoder.ts';
import { encode, encodeWith } from './encode.ts';
import type { Publish } from './publish.ts';
import { raw } from './raw.ts';
import type { Subscribe } from './subscribe.ts';
import { EncodeError } from './writer.ts';

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Hexadecimal digits without the blanks that make them readable. */
function digits(spaced: string): string {
  return spaced.replaceAll(' ', '');
}

const publish: Publish = {
  type: 'publish',
  topicName: 'a',
  payload: Buffer.from('hi'),
  qos: 1,
  dup: false,
  retain: false,
  packetIdentifier: 7,
};
const connect: Connect = {
  type: 'connect',
  protocolVersion: '5.0',
  cleanStart: true,
  keepAliveSeconds: 60,
  clientIdentifier: 'c',
  will: {
    topicName: 'w',
    payload: Buffer.from('p'),
    qos: 1,
    retain: false,
    properties: { willDelayIntervalSeconds: 1 },
  },
  userName: 'u',
};
const subscribe: Subscribe = {
  type: 'subscribe',
  packetIdentifier: 1,
  subscriptions: [
    { topicFilter: 'a', qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 },
    { topicFilter: 'b', qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 },
  ],
};

describe('encodeWith', () => {
  it.each(protocolVersions)('without overrides writes what encode writes in %s', (version) => {
    fc.assert(
      fc.property(anyPacket('client', version), (packet) => {
        expect(hexOf(encodeWith(packet, version, {}))).toBe(hexOf(encode(packet, version)));
      }),
    );
  });

  it.each([
    ['plain', {}, '32 08 00 01 61 00 07 00 68 69'],
    ['QoS 3', { qos: 3 }, '36 08 00 01 61 00 07 00 68 69'],
    ['DUP', { dup: true }, '3a 08 00 01 61 00 07 00 68 69'],
    ['Packet Identifier 0', { packetIdentifier: 0 }, '32 08 00 01 61 00 00 00 68 69'],
    ['no Packet Identifier', { packetIdentifier: raw('') }, '32 06 00 01 61 00 68 69'],
    [
      'a Packet Identifier at QoS 0',
      { qos: 0, packetIdentifier: raw('0007') },
      '30 08 00 01 61 00 07 00 68 69',
    ],
    ['ill-formed UTF-8', { topicName: raw('0002c080') }, '32 09 00 02 c0 80 00 07 00 68 69'],
    ['a wildcard', { topicName: '#' }, '32 08 00 01 23 00 07 00 68 69'],
    ['no topic', { topicName: raw('') }, '32 05 00 07 00 68 69'],
    ['a Topic Alias of 0', { properties: { topicAlias: 0 } }, '32 0b 00 01 61 00 07 03 23 00 00 68 69'],
    ['a short value', { properties: { topicAlias: raw('09') } }, '32 0a 00 01 61 00 07 02 23 09 68 69'],
    ['no Property Length', { propertyLength: raw('') }, '32 07 00 01 61 00 07 68 69'],
    ['a false Property Length', { propertyLength: 200 }, '32 09 00 01 61 00 07 c8 01 68 69'],
    [
      'a foreign property twice',
      {
        extraProperties: [
          [0x17, raw('01')],
          [0x17, raw('01')],
        ],
      },
      '32 0c 00 01 61 00 07 04 17 01 17 01 68 69',
    ],
    ['flags', { fixedHeaderFlags: 0x0f }, '3f 08 00 01 61 00 07 00 68 69'],
    ['a false Remaining Length', { remainingLength: 3 }, '32 03 00 01 61 00 07 00 68 69'],
    [
      'a Remaining Length of five bytes',
      { remainingLength: 268_435_456 },
      '32 80 80 80 80 01 00 01 61 00 07 00 68 69',
    ],
    ['a padded Remaining Length', { remainingLength: raw('8800') }, '32 88 00 00 01 61 00 07 00 68 69'],
    ['trailing bytes', { trailing: raw('ff') }, '32 09 00 01 61 00 07 00 68 69 ff'],
    ['no payload', { payload: raw('') }, '32 06 00 01 61 00 07 00'],
  ] as const)('PUBLISH with %s', (_, overrides, expected) => {
    expect(hexOf(encodeWith(publish, '5.0', overrides))).toBe(digits(expected));
  });

  it.each([
    [
      'plain',
      {},
      '10 1d 00 04 4d 51 54 54 05 8e 00 3c 00 00 01 63 05 18 00 00 00 01 00 01 77 00 01 70 00 01 75',
    ],
    [
      'a field of the will',
      { will: { topicName: '+' } },
      '10 1d 00 04 4d 51 54 54 05 8e 00 3c 00 00 01 63 05 18 00 00 00 01 00 01 2b 00 01 70 00 01 75',
    ],
    [
      'a property of the will, the other kept',
      { will: { properties: { payloadFormatIndicator: 2 } } },
      '10 1f 00 04 4d 51 54 54 05 8e 00 3c 00 00 01 63 07 18 00 00 00 01 01 02 00 01 77 00 01 70 00 01 75',
    ],
    [
      'an extra will property and a false length',
      { will: { extraProperties: [[0x23, raw('0001')]], propertyLength: 1 } },
      '10 20 00 04 4d 51 54 54 05 8e 00 3c 00 00 01 63 01 18 00 00 00 01 23 00 01 00 01 77 00 01 70 00 01 75',
    ],
    [
      'Connect Flags',
      { connectFlags: 0xff },
      '10 1d 00 04 4d 51 54 54 05 ff 00 3c 00 00 01 63 05 18 00 00 00 01 00 01 77 00 01 70 00 01 75',
    ],
    [
      'another protocol',
      { protocolName: 'MQ', protocolLevel: 9 },
      '10 1b 00 02 4d 51 09 8e 00 3c 00 00 01 63 05 18 00 00 00 01 00 01 77 00 01 70 00 01 75',
    ],
    [
      'a missing User Name',
      { userName: raw('') },
      '10 1a 00 04 4d 51 54 54 05 8e 00 3c 00 00 01 63 05 18 00 00 00 01 00 01 77 00 01 70',
    ],
    [
      'a password of its own',
      { password: Buffer.from('x') },
      '10 20 00 04 4d 51 54 54 05 ce 00 3c 00 00 01 63 05 18 00 00 00 01 00 01 77 00 01 70 00 01 75 00 01 78',
    ],
  ] as const)('CONNECT with %s', (_, overrides, expected) => {
    expect(hexOf(encodeWith(connect, '5.0', overrides))).toBe(digits(expected));
  });

  it('SUBSCRIBE with options, bad filters or no list', () => {
    const [first, second] = subscribe.subscriptions;
    if (first === undefined || second === undefined) throw new Error('two subscriptions');
    const changed = [
      { ...first, subscriptionOptions: 0xff },
      { ...second, topicFilter: raw('000180'), qos: 3, retainHandling: 3 },
    ];
    expect(hexOf(encodeWith(subscribe, '5.0', { subscriptions: changed }))).toBe(
      digits('82 0b 00 01 00 00 01 61 ff 00 01 80 33'),
    );
    expect(hexOf(encodeWith(subscribe, '3.1.1', { subscriptions: [] }))).toBe(digits('82 02 00 01'));
    expect(hexOf(encodeWith(subscribe, '5.0', { subscriptions: raw('00') }))).toBe(
      digits('82 04 00 01 00 00'),
    );
  });

  it('acknowledgements with a Reason Code that could be left out, and with one in 3.1.1', () => {
    const puback = { type: 'puback', packetIdentifier: 1, reasonCode: 0 } as const;
    expect(hexOf(encodeWith(puback, '5.0', { reasonCode: raw('00') }))).toBe('4003000100');
    expect(hexOf(encodeWith(puback, '5.0', { propertyLength: 0 }))).toBe('400400010000');
    expect(hexOf(encodeWith(puback, '3.1.1', { reasonCode: raw('80') }))).toBe('4003000180');
    expect(hexOf(encodeWith(puback, '5.0', { reasonCode: 0xff }))).toBe('40030001ff');
    const suback = { type: 'suback', packetIdentifier: 1, reasonCodes: [0] } as const;
    expect(hexOf(encodeWith(suback, '5.0', { reasonCodes: raw('') }))).toBe('9003000100');
  });

  it('CONNACK with flags, DISCONNECT and AUTH and PINGREQ with bodies', () => {
    const connack = { type: 'connack', sessionPresent: false, reasonCode: 0 } as const;
    expect(hexOf(encodeWith(connack, '3.1.1', { acknowledgeFlags: 0xfe }))).toBe('2002fe00');
    expect(hexOf(encodeWith({ type: 'pingreq' }, '5.0', { trailing: raw('00') }))).toBe('c00100');
    const disconnect = { type: 'disconnect', reasonCode: 0 } as const;
    expect(hexOf(encodeWith(disconnect, '5.0', { extraProperties: [[0x11, raw('00000001')]] }))).toBe(
      'e007000511' + '00000001',
    );
    expect(hexOf(encodeWith({ type: 'auth', reasonCode: 0x18 }, '5.0', {}))).toBe('f0021800');
  });

  it('lets every property stand twice and in every place', () => {
    const decoder = createDecoder({ receiver: 'server', version: '5.0' });
    for (const { identifier } of Object.values(properties)) {
      const extra = [identifier, raw('00')] as const;
      decoder.push(encodeWith(publish, '5.0', { extraProperties: [extra, extra] }));
      expect(decoder.next()?.kind).toBe('violation');
    }
  });
});

describe('encode', () => {
  it('never writes into bytes that it gave away', () => {
    const texts = Array.from({ length: 5000 }, (_, index) => `${'x'.repeat(index % 300)}${index}`);
    const all = texts.map((topicName) => encode({ ...publish, topicName }, '5.0'));
    const copies = all.map((bytes) => hexOf(bytes));
    for (const topicName of texts) encode({ ...publish, topicName: `y${topicName}` }, '3.1.1');
    expect(all.map((bytes) => hexOf(bytes))).toEqual(copies);
  });

  it('carries on after a packet that it had to refuse', () => {
    const before = encode(publish, '5.0');
    expect(() => encode({ ...publish, topicName: 'x'.repeat(65_536) }, '5.0')).toThrow(EncodeError);
    expect(hexOf(encode(publish, '5.0'))).toBe(hexOf(before));
  });

  it.each([
    ['string-too-long', () => encode({ ...publish, topicName: 'ü'.repeat(32_768) }, '5.0')],
    [
      'binary-too-long',
      () => encode({ ...publish, properties: { correlationData: Buffer.alloc(65_536) } }, '5.0'),
    ],
    [
      'packet-identifier-missing',
      () => encode({ ...publish, packetIdentifier: undefined as unknown as number }, '5.0'),
    ],
    ['value-out-of-range', () => encode({ ...publish, packetIdentifier: 65_536 }, '5.0')],
    [
      'value-out-of-range',
      () => encode({ ...connect, properties: { sessionExpiryIntervalSeconds: -1 } }, '5.0'),
    ],
    ['packet-too-long', () => encode({ ...publish, payload: Buffer.alloc(268_435_455) }, '5.0')],
  ])('refuses what does not fit: %s', (code, write) => {
    expect(write).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('writes strings up to 65535 bytes and properties over 127 and 16383 bytes', () => {
    const userProperty = [
      ['k', 'v'.repeat(65_535)],
      ['ü'.repeat(100), 'x'],
    ] as const;
    for (const some of [userProperty.slice(0, 1), userProperty.slice(1), userProperty]) {
      const packet: Publish = { ...publish, properties: { userProperty: some } };
      const decoder = createDecoder({ receiver: 'server', version: '5.0' });
      decoder.push(encode(packet, '5.0'));
      expect(decoder.next()).toMatchObject({
        kind: 'packet',
        packet: { properties: { userProperty: some } },
      });
    }
  });

  it('leaves the properties out in 3.1.1', () => {
    const bytes = encode({ ...publish, properties: { topicAlias: 3 } }, '3.1.1');
    expect(hexOf(bytes)).toBe(digits('32 07 00 01 61 00 07 68 69'));
  });
});

describe('raw', () => {
  it('takes bytes and spaced digits', () => {
    expect(hexOf(raw('00 FF\n0a').raw)).toBe('00ff0a');
    expect(raw(Uint8Array.of(1)).raw).toEqual(Uint8Array.of(1));
  });

  it.each(['0', '0g', 'xyz'])('refuses %s', (text) => {
    expect(() => raw(text)).toThrow(RangeError);
  });
});
