import { describe, expect, it } from 'vitest';
import { type PropertyCarrier, type PropertyName, type PropertyUse, properties } from '../spec/properties.ts';
import { createDecoder, type Decoded } from './decoder.ts';
import { encodeWith } from './encode.ts';
import type { Packet } from './packet.ts';
import { propertyRules } from './property-rules.ts';
import { type Raw, raw } from './raw.ts';
import type { ExtraProperty } from './writable.ts';

const names = Object.keys(properties) as readonly PropertyName[];

/** For each place a packet without properties, valid but for what is added to it. */
const packets: Readonly<Record<PropertyCarrier, Packet>> = {
  connect: {
    type: 'connect',
    protocolVersion: '5.0',
    cleanStart: true,
    keepAliveSeconds: 0,
    clientIdentifier: 'c',
  },
  will: {
    type: 'connect',
    protocolVersion: '5.0',
    cleanStart: true,
    keepAliveSeconds: 0,
    clientIdentifier: 'c',
    will: { topicName: 'w', payload: Buffer.alloc(0), qos: 0, retain: false },
  },
  connack: { type: 'connack', sessionPresent: false, reasonCode: 0 },
  publish: { type: 'publish', topicName: 'a', payload: Buffer.alloc(0), qos: 0, dup: false, retain: false },
  puback: { type: 'puback', packetIdentifier: 1, reasonCode: 0 },
  pubrec: { type: 'pubrec', packetIdentifier: 1, reasonCode: 0 },
  pubrel: { type: 'pubrel', packetIdentifier: 1, reasonCode: 0 },
  pubcomp: { type: 'pubcomp', packetIdentifier: 1, reasonCode: 0 },
  subscribe: {
    type: 'subscribe',
    packetIdentifier: 1,
    subscriptions: [
      { topicFilter: 'a', qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 },
    ],
  },
  suback: { type: 'suback', packetIdentifier: 1, reasonCodes: [0] },
  unsubscribe: { type: 'unsubscribe', packetIdentifier: 1, topicFilters: ['a'] },
  unsuback: { type: 'unsuback', packetIdentifier: 1, reasonCodes: [0] },
  disconnect: { type: 'disconnect', reasonCode: 0 },
  auth: { type: 'auth', reasonCode: 0x18, properties: { authenticationMethod: 'm' } },
};
const carriers = Object.keys(packets) as readonly PropertyCarrier[];

const validValues: Readonly<Record<(typeof properties)[PropertyName]['type'], Raw>> = {
  byte: raw('01'),
  'two-byte-integer': raw('0001'),
  'four-byte-integer': raw('00000001'),
  'variable-byte-integer': raw('01'),
  'utf8-string': raw('000161'),
  'utf8-string-pair': raw('000161000162'),
  binary: raw('0001ff'),
};

function useOf(carrier: PropertyCarrier, name: PropertyName): PropertyUse | undefined {
  return Object.entries(properties[name].carriers).find(([place]) => place === carrier)?.[1];
}

function decodeWith(
  carrier: PropertyCarrier,
  extra: readonly ExtraProperty[],
  sender: 'client' | 'server',
): Decoded {
  const overrides = carrier === 'will' ? { will: { extraProperties: extra } } : { extraProperties: extra };
  const bytes = encodeWith<Packet>(packets[carrier], '5.0', overrides);
  const decoder = createDecoder({ receiver: sender === 'client' ? 'server' : 'client', version: '5.0' });
  decoder.push(bytes);
  const decoded = decoder.next();
  if (decoded === undefined) throw new Error('not a whole packet');
  return decoded;
}

function senderOf(carrier: PropertyCarrier, name: PropertyName): 'client' | 'server' {
  const sender = useOf(carrier, name)?.sender ?? 'both';
  if (sender !== 'both') return sender;
  return ['connack', 'suback', 'unsuback'].includes(carrier) ? 'server' : 'client';
}

function extraOf(name: PropertyName): ExtraProperty {
  return [properties[name].identifier, validValues[properties[name].type]];
}

const pairs = carriers.flatMap((carrier) => names.map((name) => [carrier, name] as const));
const allowed = pairs.filter(([carrier, name]) => useOf(carrier, name) !== undefined);
const foreign = pairs.filter(([carrier, name]) => useOf(carrier, name) === undefined);

/** Where the standard has no sentence that forbids the repetition. */
const withoutSentence = ['publish payloadFormatIndicator', 'publish messageExpiryIntervalSeconds'];
/** The value is judged together with another property. */
const needsMethod = ['connect authenticationData'];

describe('a property', () => {
  it.each(allowed.filter((pair) => !needsMethod.includes(pair.join(' '))))(
    '%s may carry %s',
    (carrier, name) => {
      // AUTH has its method already.
      const extra = carrier === 'auth' && name === 'authenticationMethod' ? [] : [extraOf(name)];
      expect(decodeWith(carrier, extra, senderOf(carrier, name)).kind).toBe('packet');
    },
  );

  it.each(foreign)('%s may not carry %s', (carrier, name) => {
    const decoded = decodeWith(carrier, [extraOf(name)], senderOf(carrier, name));
    expect(decoded).toMatchObject({
      violation: { code: 'property-not-allowed', statement: '5.0/U-2.2.2.2-1', reasonCode: 0x81 },
    });
  });

  it.each(allowed.filter(([carrier, name]) => useOf(carrier, name)?.occurs === 'many'))(
    '%s: %s may repeat',
    (carrier, name) => {
      const twice = [extraOf(name), extraOf(name)];
      expect(decodeWith(carrier, twice, senderOf(carrier, name)).kind).toBe('packet');
    },
  );

  it.each(allowed.filter(([carrier, name]) => useOf(carrier, name)?.occurs === 'once'))(
    '%s: %s may not repeat',
    (carrier, name) => {
      const twice = [extraOf(name), extraOf(name)];
      const decoded = decodeWith(carrier, twice, senderOf(carrier, name));
      expect(decoded).toMatchObject({ violation: { code: 'property-repeated', reasonCode: 0x82 } });
      const statement = decoded.kind === 'violation' ? decoded.violation.statement : '';
      const section = useOf(carrier, name)?.section ?? '';
      const expected = withoutSentence.includes(`${carrier} ${name}`)
        ? '5.0/U-2.2.2.2-'
        : `5.0/U-${section}-`;
      expect(statement.startsWith(expected), `${statement} is not in section ${section}`).toBe(true);
    },
  );

  it.each(allowed)('%s: a value cut short of %s is named', (carrier, name) => {
    const [identifier, value] = extraOf(name);
    const cut: ExtraProperty = [identifier, { raw: value.raw.subarray(0, value.raw.length - 1) }];
    const decoded = decodeWith(carrier, [cut], senderOf(carrier, name));
    expect(decoded).toMatchObject({
      violation: { code: 'property-length-wrong', statement: '5.0/U-2.2.2.1-1' },
    });
  });

  it.each(
    allowed.filter(([carrier, name]) => propertyRules[carrier][properties[name].identifier]?.range !== 'any'),
  )('%s: %s has a range', (carrier, name) => {
    const { identifier, type } = properties[name];
    const zeros = { raw: new Uint8Array(validValues[type].raw.length) };
    const wrong = type === 'byte' ? raw('02') : zeros;
    const decoded = decodeWith(carrier, [[identifier, wrong]], senderOf(carrier, name));
    const codes = ['property-value-out-of-range', 'topic-alias-zero', 'subscription-identifier-zero'];
    expect(codes).toContain(decoded.kind === 'violation' ? decoded.violation.code : 'none');
  });

  it('may come only from its sender', () => {
    const extra = [extraOf('subscriptionIdentifier')];
    expect(decodeWith('publish', extra, 'client')).toMatchObject({
      violation: { code: 'property-sender-wrong' },
    });
    expect(decodeWith('publish', extra, 'server').kind).toBe('packet');
  });
});
