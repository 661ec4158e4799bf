/**
 * Random packets for property tests: each is one that the standard allows its sender to send.
 */
import fc from 'fast-check';
import { type PropertyCarrier, type PropertyName, properties } from '../spec/properties.ts';
import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { type ReasonCodeCarrier, reasonCodes } from '../spec/reason-codes.ts';
import type { Packet, PacketType } from './packet.ts';

/** Who sends the packet. */
export type Sender = 'client' | 'server';

/** The packet types that a sender has in a version. */
export function packetTypesOf(sender: Sender, version: ProtocolVersion): readonly PacketType[] {
  const shared: readonly PacketType[] = ['publish', 'puback', 'pubrec', 'pubrel', 'pubcomp'];
  const own: readonly PacketType[] =
    sender === 'client'
      ? ['connect', 'subscribe', 'unsubscribe', 'pingreq', 'disconnect']
      : ['connack', 'suback', 'unsuback', 'pingresp'];
  if (version === '3.1.1') return [...shared, ...own];
  return [...shared, ...own, 'auth', ...(sender === 'server' ? (['disconnect'] as const) : [])];
}

/** Any packet of a sender in a version. */
export function anyPacket(sender: Sender, version: ProtocolVersion): fc.Arbitrary<Packet> {
  return fc.oneof(...packetTypesOf(sender, version).map((type) => packetOf(type, sender, version)));
}

/** A packet of one type. */
export function packetOf(type: PacketType, sender: Sender, version: ProtocolVersion): fc.Arbitrary<Packet> {
  return fields(type, sender, version).map((record) => {
    const packet: Record<string, unknown> = { type, ...record };
    // Exactly a message of QoS 0 has no Packet Identifier.
    if (type === 'publish' && packet['qos'] === 0) {
      delete packet['packetIdentifier'];
      packet['dup'] = false;
    }
    if (type === 'connack' && packet['reasonCode'] !== 0) packet['sessionPresent'] = false;
    return packet as unknown as Packet;
  });
}

function fields(type: PacketType, sender: Sender, version: ProtocolVersion): fc.Arbitrary<object> {
  switch (type) {
    case 'connect':
      return connectFields(version);
    case 'connack':
      return withProperties('connack', sender, version, {
        sessionPresent: fc.boolean(),
        reasonCode: version === '5.0' ? reasonCodeOf('connack', sender) : fc.nat(5),
      });
    case 'publish':
      return publishFields(sender, version);
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      return withProperties(type, sender, version, {
        packetIdentifier,
        reasonCode: version === '5.0' ? reasonCodeOf(type, sender) : fc.constant(0),
      });
    case 'subscribe':
      return withProperties('subscribe', sender, version, {
        packetIdentifier,
        subscriptions: fc.array(subscription(version), { minLength: 1, maxLength: 4 }),
      });
    case 'unsubscribe':
      return withProperties('unsubscribe', sender, version, {
        packetIdentifier,
        topicFilters: fc.array(topicFilter(version), { minLength: 1, maxLength: 4 }),
      });
    case 'suback':
      return withProperties('suback', sender, version, {
        packetIdentifier,
        reasonCodes: codes(
          version === '5.0' ? reasonCodeOf('suback', sender) : fc.constantFrom(0, 1, 2, 0x80),
        ),
      });
    case 'unsuback':
      return withProperties('unsuback', sender, version, {
        packetIdentifier,
        reasonCodes: version === '5.0' ? codes(reasonCodeOf('unsuback', sender)) : fc.constant([]),
      });
    case 'pingreq':
    case 'pingresp':
      return fc.constant({});
    case 'disconnect':
      return withProperties('disconnect', sender, version, {
        reasonCode: version === '5.0' ? reasonCodeOf('disconnect', sender) : fc.constant(0),
      });
    case 'auth':
      return fc.record({
        reasonCode: reasonCodeOf('auth', sender),
        properties: fc
          .tuple(propertiesIn('auth', sender), text())
          .map(([some, authenticationMethod]) => ({ ...some, authenticationMethod })),
      });
  }
}

function connectFields(version: ProtocolVersion): fc.Arbitrary<object> {
  const will = withProperties('will', 'client', version, {
    topicName: topicName(),
    payload: bytes(),
    qos,
    retain: fc.boolean(),
  });
  const base = {
    protocolVersion: fc.constant(version),
    cleanStart: fc.boolean(),
    keepAliveSeconds: fc.nat(0xffff),
    clientIdentifier: text(),
  };
  const optional = { will, userName: text(), password: bytes() };
  return withProperties('connect', 'client', version, base, optional).map((record) => {
    const packet: Record<string, unknown> = { ...record };
    // In 3.1.1 a password needs a user name; Authentication Data needs a method.
    if (version === '3.1.1' && packet['userName'] === undefined) delete packet['password'];
    const some = packet['properties'] as Record<string, unknown> | undefined;
    if (some?.['authenticationData'] !== undefined)
      packet['properties'] = { authenticationMethod: 'any', ...some };
    return packet;
  });
}

function publishFields(sender: Sender, version: ProtocolVersion): fc.Arbitrary<object> {
  const regular = withProperties('publish', sender, version, {
    topicName: topicName(),
    payload: bytes(),
    qos,
    dup: fc.boolean(),
    retain: fc.boolean(),
    packetIdentifier,
  });
  if (version === '3.1.1') return regular;
  const aliased = fc
    .tuple(regular, fc.integer({ min: 1, max: 0xffff }))
    .map(([packet, topicAlias]) => ({ ...packet, topicName: '', properties: { topicAlias } }));
  return fc.oneof({ weight: 5, arbitrary: regular }, { weight: 1, arbitrary: aliased });
}

const qos = fc.constantFrom(0, 1, 2);
const packetIdentifier = fc.integer({ min: 1, max: 0xffff });

function codes(code: fc.Arbitrary<number>): fc.Arbitrary<number[]> {
  return fc.array(code, { minLength: 1, maxLength: 6 });
}

function subscription(version: ProtocolVersion): fc.Arbitrary<object> {
  const isNew = version === '5.0';
  const record = fc.record({
    topicFilter: topicFilter(version),
    qos,
    noLocal: isNew ? fc.boolean() : fc.constant(false),
    retainAsPublished: isNew ? fc.boolean() : fc.constant(false),
    retainHandling: isNew ? fc.constantFrom(0, 1, 2) : fc.constant(0),
  });
  return record.map((one) => (one.topicFilter.startsWith('$share/') ? { ...one, noLocal: false } : one));
}

/** Any string that MQTT can carry: no U+0000, no lone surrogate; a byte order mark is one of its characters. */
export function text(minLength = 0): fc.Arbitrary<string> {
  const clean = (unit: 'binary' | 'grapheme-ascii') =>
    fc.string({ unit, minLength, maxLength: 24 }).map((value) => value.replaceAll('\0', '\ufeff'));
  return fc.oneof(clean('grapheme-ascii'), clean('binary'));
}

/** Any Topic Name. */
export function topicName(): fc.Arbitrary<string> {
  return text(1).map((value) => value.replaceAll(/[#+]/g, '/'));
}

/** Any Topic Filter; in 5.0 also Shared Subscriptions. */
export function topicFilter(version: ProtocolVersion): fc.Arbitrary<string> {
  const level = fc.oneof(
    fc.constant('+'),
    text().map((value) => value.replaceAll(/[#+/]/g, '.')),
  );
  const plain = fc
    .tuple(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([levels, hasTail]) => (hasTail ? [...levels, '#'] : levels).join('/'))
    .filter((filter) => filter !== '' && !filter.startsWith('$share/'));
  if (version === '3.1.1') return plain;
  const shareName = text(1).map((value) => value.replaceAll(/[#+/]/g, '.'));
  return fc.oneof(
    plain,
    fc.tuple(shareName, plain).map(([name, filter]) => `$share/${name}/${filter}`),
  );
}

/** Any payload or binary value, short. */
export function bytes(): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ maxLength: 40 });
}

function reasonCodeOf(carrier: ReasonCodeCarrier, sender: Sender): fc.Arbitrary<number> {
  const allowed = reasonCodes.filter(({ carriers }) => {
    const from = (carriers as Partial<Record<ReasonCodeCarrier, string>>)[carrier];
    return from === 'both' || from === sender;
  });
  return fc.constantFrom(...allowed.map(({ code }) => code));
}

function withProperties(
  carrier: PropertyCarrier,
  sender: Sender,
  version: ProtocolVersion,
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<object> {
  const model = { ...required, ...optional };
  const base = fc.record(model, { requiredKeys: Object.keys(required) });
  if (version === '3.1.1') return base;
  return fc
    .tuple(base, propertiesIn(carrier, sender))
    .map(([record, some]) => (Object.keys(some).length === 0 ? record : { ...record, properties: some }));
}

/** Any properties that a sender may put in one place; often none. */
export function propertiesIn(carrier: PropertyCarrier, sender: Sender): fc.Arbitrary<object> {
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  for (const name of Object.keys(properties) as PropertyName[]) {
    const use = Object.entries(properties[name].carriers).find(([place]) => place === carrier)?.[1];
    if (use === undefined || (use.sender !== 'both' && use.sender !== sender)) continue;
    const value = propertyValue(name);
    model[name] = use.occurs === 'many' ? fc.array(value, { minLength: 1, maxLength: 3 }) : value;
  }
  return fc.oneof(fc.constant({}), fc.record(model, { requiredKeys: [] }));
}

// Those of the byte properties that are not 0 or 1 do not exist; these numbers may not be 0.
const notZero: readonly PropertyName[] = [
  'receiveMaximum',
  'maximumPacketSizeBytes',
  'topicAlias',
  'subscriptionIdentifier',
];

function propertyValue(name: PropertyName): fc.Arbitrary<unknown> {
  const min = notZero.includes(name) ? 1 : 0;
  if (name === 'responseTopic') return topicName();
  switch (properties[name].type) {
    case 'byte':
      return fc.constantFrom(0, 1);
    case 'two-byte-integer':
      return fc.integer({ min, max: 0xffff });
    case 'four-byte-integer':
      return fc.integer({ min, max: 0xffff_ffff });
    case 'variable-byte-integer':
      return fc.oneof(
        fc.integer({ min, max: 0x0fff_ffff }),
        fc.constantFrom(127, 128, 16_383, 16_384, 2_097_151, 2_097_152),
      );
    case 'utf8-string':
      return text();
    case 'utf8-string-pair':
      return fc.tuple(text(), text());
    case 'binary':
      return bytes();
  }
}

/** The same value with each binary part as hexadecimal text, so that views of all kinds compare by content. */
export function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `hex ${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, comparable(part)]));
}
