import { drawIndex, type Random } from '../../src/bench/statistics/random.ts';
import { encodeWith, type Overrides } from '../../src/packet/encode.ts';
import type { Packet } from '../../src/packet/packet.ts';
import { raw } from '../../src/packet/raw.ts';
import { EncodeError } from '../../src/packet/writer.ts';
import { properties } from '../../src/spec/properties.ts';
import type { ProtocolVersion } from '../../src/spec/protocol-version.ts';

type Malformation = (packet: Packet, random: Random) => Record<string, unknown>;

/** Text that is none: too short, overlong, a surrogate, U+0000, a wildcard, nothing. */
const badStrings = [
  '0005616',
  '0002c080',
  '0003eda080',
  '000100',
  '000123',
  '0000',
  '',
  '0001ff',
  '00042f2f2b23',
];
const allProperties = Object.values(properties);

/** Well formed, and often forbidden: the number 0. */
const shortValues: Readonly<Record<(typeof allProperties)[number]['type'], string>> = {
  byte: '00',
  'two-byte-integer': '0000',
  'four-byte-integer': '00000000',
  'variable-byte-integer': '00',
  'utf8-string': '000161',
  'utf8-string-pair': '000161000162',
  binary: '000161',
};

function drawFrom<T>(list: readonly T[], random: Random): T {
  return list[drawIndex(random, list.length)] as T;
}

const badString: (random: Random) => unknown = (random) => {
  const text = badStrings[drawIndex(random, badStrings.length)] ?? '';
  return raw(text.length % 2 === 0 ? text : `${text}1`);
};
const anyBytes = (random: Random): Uint8Array =>
  Uint8Array.from({ length: 1 + drawIndex(random, 8) }, () => drawIndex(random, 256));
const anyByte = (random: Random): number => drawIndex(random, 256);

/** For each packet type. */
const general: readonly Malformation[] = [
  (_, random) => ({ fixedHeaderFlags: drawIndex(random, 16) }),
  (_, random) => ({ remainingLength: drawIndex(random, 300) }),
  (_, random) => ({
    remainingLength: raw(['8000', 'ff00', '818000', '80808000', 'ffffffff01'][drawIndex(random, 5)] ?? ''),
  }),
  (_, random) => ({ trailing: raw(anyBytes(random)) }),
];

const withProperties: readonly Malformation[] = [
  (_, random) => ({ propertyLength: drawIndex(random, 200) }),
  () => ({ propertyLength: raw('') }),
  (_, random) => ({ propertyLength: raw(['8000', '80', 'ffffffff7f'][drawIndex(random, 3)] ?? '') }),
  (_, random) => {
    const { identifier, type } = drawFrom(allProperties, random);
    return { extraProperties: [[identifier, raw(random() < 0.7 ? shortValues[type] : anyBytes(random))]] };
  },
  (_, random) => {
    const { identifier, type } = drawFrom(allProperties, random);
    const property = [identifier, raw(shortValues[type])] as const;
    return { extraProperties: [property, property] };
  },
  (_, random) => ({ extraProperties: [[anyByte(random), raw(anyBytes(random))]] }),
];

const withIdentifier: readonly Malformation[] = [
  () => ({ packetIdentifier: 0 }),
  () => ({ packetIdentifier: raw('') }),
  () => ({ packetIdentifier: raw('01') }),
];

/** Properties whose number may not be 0. */
const zero =
  (name: string): Malformation =>
  () => ({ properties: { [name]: 0 } });
const inWill: Malformation = (_, random) => ({ will: { topicName: badString(random) } });

const in50 = (version: ProtocolVersion, ...ways: readonly Malformation[]): readonly Malformation[] =>
  version === '5.0' ? ways : [];

function particular(packet: Packet, version: ProtocolVersion): readonly Malformation[] {
  switch (packet.type) {
    case 'connect':
      return [
        (_, random) => ({ connectFlags: anyByte(random) }),
        ...in50(version, zero('receiveMaximum'), zero('maximumPacketSizeBytes')),
        (_, random) => ({ protocolName: ['MQIsdp', 'mqtt', '', 'MQTT\ufeff'][drawIndex(random, 4)] }),
        (_, random) => ({ protocolLevel: anyByte(random) }),
        (_, random) => ({ clientIdentifier: badString(random) }),
        (_, random) => ({ userName: badString(random) }),
        ...(packet.will === undefined ? [] : [inWill]),
      ];
    case 'publish':
      return [
        ...withIdentifier,
        (_, random) => ({ topicName: badString(random) }),
        () => ({ qos: 3 }),
        ...in50(version, zero('topicAlias')),
        () => ({ qos: 0, dup: true }),
      ];
    case 'subscribe':
      return [
        ...withIdentifier,
        () => ({ subscriptions: [] }),
        ...in50(version, zero('subscriptionIdentifier')),
        (_, random) => ({ subscriptions: raw(anyBytes(random)) }),
        ({ subscriptions }: Packet & { subscriptions?: readonly object[] }, random) => ({
          subscriptions: subscriptions?.map((one) => ({ ...one, subscriptionOptions: anyByte(random) })),
        }),
        ({ subscriptions }: Packet & { subscriptions?: readonly object[] }, random) => ({
          subscriptions: subscriptions?.map((one) => ({ ...one, topicFilter: badString(random) })),
        }),
      ];
    case 'unsubscribe':
      return [
        ...withIdentifier,
        () => ({ topicFilters: [] }),
        (_, random) => ({ topicFilters: [badString(random)] }),
      ];
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      return [...withIdentifier, (_, random) => ({ reasonCode: anyByte(random) })];
    case 'disconnect':
    case 'auth':
      return [(_, random) => ({ reasonCode: anyByte(random) })];
    default:
      return [];
  }
}

/** The packet with one thing wrong, in each of some ways. */
export function malformed(packet: Packet, version: ProtocolVersion, random: Random): Uint8Array[] {
  const ways = [...general, ...particular(packet, version), ...(version === '5.0' ? withProperties : [])];
  const chosen = Array.from({ length: 2 }, () => ways[drawIndex(random, ways.length)]);
  return chosen.flatMap((way) =>
    way === undefined ? [] : encodedWith(packet, version, way(packet, random)),
  );
}

function encodedWith(packet: Packet, version: ProtocolVersion, overrides: object): Uint8Array[] {
  try {
    return [encodeWith(packet, version, overrides as Overrides<Packet>)];
  } catch (error) {
    // What a way makes of a packet may be more than any bytes can express.
    if (error instanceof EncodeError) return [];
    throw error;
  }
}
