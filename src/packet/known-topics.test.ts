import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type ProtocolVersion, protocolVersions } from '../spec/protocol-version.ts';
import type { createDecoder as createDecoderOf, Decoded, Decoder } from './decoder.ts';
import type { Receiver } from './reader.ts';

type CreateDecoder = typeof createDecoderOf;

/** Decoders for which no Topic Name was read yet. */
async function freshDecoders(): Promise<CreateDecoder> {
  vi.resetModules();
  return (await import('./decoder.ts')).createDecoder;
}

/** Decoders that read each Topic Name as if it were the first. */
async function forgetfulDecoders(): Promise<CreateDecoder> {
  vi.doMock('./known-topics.ts', () => ({
    knownTopicName: () => undefined,
    rememberTopicName: () => undefined,
  }));
  try {
    return await freshDecoders();
  } finally {
    vi.doUnmock('./known-topics.ts');
  }
}

const receivers: readonly Receiver[] = ['server', 'client'];

interface Side {
  readonly version: ProtocolVersion;
  readonly receiver: Receiver;
}

const sides: readonly Side[] = protocolVersions.flatMap((version) =>
  receivers.map((receiver) => ({ version, receiver })),
);

/** What follows the Topic Name up to the payload. */
interface Rest {
  /** The low four bits of the first byte. */
  readonly flags?: number;
  readonly packetIdentifier?: number;
  /** 5.0 only. */
  readonly properties?: readonly number[];
}

/** A PUBLISH with anything in the place of its Topic Name. */
function packetOf(topicName: string | readonly number[], version: ProtocolVersion, rest: Rest = {}): Buffer {
  const topic = typeof topicName === 'string' ? Buffer.from(topicName) : Buffer.from(topicName);
  const { flags = 0, packetIdentifier, properties = [] } = rest;
  return framed(flags, [
    topic.length >> 8,
    topic.length & 0xff,
    ...topic,
    ...(packetIdentifier === undefined ? [] : [0, packetIdentifier]),
    ...(version === '5.0' ? [properties.length, ...properties] : []),
    ...Buffer.from('payload'),
  ]);
}

function framed(flags: number, body: readonly number[]): Buffer {
  const length = body.length < 0x80 ? [body.length] : [(body.length & 0x7f) | 0x80, body.length >> 7];
  return Buffer.from([0x30 | flags, ...length, ...body]);
}

const alias = [0x23, 0, 1];
const longest = 200;
const tail = '/12345678';
const tailBytes = Buffer.from(tail);

/** Those of equal length and ending want the same place in memory. */
const topics: Readonly<Record<string, string | readonly number[]>> = {
  'one of a place': `ab${tail}`,
  'another of that place': `ac${tail}`,
  'one with a wildcard of that place': `a+${tail}`,
  'another with a wildcard of that place': `a#${tail}`,
  'one with U+0000 of that place': `a\0${tail}`,
  'a non-ASCII one of that place': `é${tail}`,
  'another non-ASCII one of that place': `è${tail}`,
  'a cut sequence of that place': [0xc3, 0x28, ...tailBytes],
  'an overlong form of that place': [0xc1, 0x81, ...tailBytes],
  'Latin-1 of that place': [0x61, 0xe9, ...tailBytes],
  'the ending of a non-ASCII one': [0xa9, ...tailBytes],
  'a character more before a non-ASCII one': `aé${tail}`,
  'a surrogate': [0xed, 0xa0, 0x80, ...tailBytes],
  'the character of that length': `\u{d7ff}${tail}`,
  'a byte order mark': `\u{feff}${tail}`,
  'beyond the Basic Multilingual Plane': `\u{1f600}${tail}`,
  'a prefix': 'plant/1',
  'what it is a prefix of': 'plant/1/temperature',
  'one more character': 'plant/1/temperatures',
  'one character': 'a',
  'another character': 'b',
  'a separator': '/',
  empty: '',
  'a wildcard': '#',
  'U+0000': '\0',
  'the longest that is remembered': 'x'.repeat(longest),
  'another of that length': `y${'x'.repeat(longest - 1)}`,
  'that length with a wildcard': `+${'x'.repeat(longest - 1)}`,
  'one that is too long to be remembered': 'x'.repeat(longest + 1),
  'another that is too long': `y${'x'.repeat(longest)}`,
};

const rests: Readonly<Record<string, Rest>> = {
  'QoS 0': {},
  'QoS 1': { flags: 2, packetIdentifier: 7 },
  'QoS 1 with Packet Identifier 0': { flags: 2, packetIdentifier: 0 },
  'QoS 3': { flags: 6, packetIdentifier: 7 },
  'DUP at QoS 0': { flags: 8 },
  RETAIN: { flags: 1 },
  'a Topic Alias': { properties: alias },
  'Topic Alias 0': { properties: [0x23, 0, 0] },
  'a Property Length that is too large': { properties: [0x23, 0] },
};

interface Row {
  readonly name: string;
  readonly bytes: Buffer;
}

function rowsOf(version: ProtocolVersion): Row[] {
  const rows: Row[] = [];
  for (const [topic, topicName] of Object.entries(topics))
    for (const [rest, parts] of Object.entries(rests))
      rows.push({ name: `${topic}, ${rest}`, bytes: packetOf(topicName, version, parts) });
  for (const kept of [0, 1, 5, 10]) {
    const cut = framed(0, [0, 11, ...Buffer.from(`ab${tail}`).subarray(0, kept)]);
    rows.push({ name: `cut after ${kept} bytes`, bytes: cut });
  }
  rows.push(
    { name: 'cut within the length', bytes: framed(0, [0]) },
    { name: 'no body', bytes: framed(0, []) },
  );
  return rows;
}

function decodeWith(decoder: Decoder, bytes: Uint8Array): unknown {
  decoder.push(bytes);
  const decoded = decoder.next();
  expect(decoder.pendingBytes).toBe(0);
  return comparable(decoded);
}

function comparable(decoded: Decoded | undefined): unknown {
  if (decoded === undefined) return 'nothing';
  const bytes = Buffer.from(decoded.bytes).toString('hex');
  if (decoded.kind === 'violation') return { violation: decoded.violation, fatal: decoded.fatal, bytes };
  const { packet } = decoded;
  if (packet.type !== 'publish') return packet.type;
  return { ...packet, payload: Buffer.from(packet.payload).toString('hex'), bytes };
}

describe('a decoder that has read other Topic Names reads the same as one that has not', () => {
  let createDecoder: CreateDecoder;
  const reading: { readonly row: Row; readonly side: Side; readonly alone: unknown }[] = [];

  beforeAll(async () => {
    const createForgetful = await forgetfulDecoders();
    for (const side of sides) {
      for (const row of rowsOf(side.version))
        reading.push({ row, side, alone: decodeWith(createForgetful(side), row.bytes) });
    }
    createDecoder = await freshDecoders();
  });

  test('whatever came before, in either version and for either receiver', () => {
    // One for each side: they share what is known.
    const decoders = new Map(sides.map((side) => [side, createDecoder(side)]));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...reading), { minLength: 1, maxLength: 40 }), (sequence) => {
        for (const { row, side, alone } of sequence) {
          const decoder = decoders.get(side);
          if (decoder === undefined) throw new Error('each side has a decoder');
          expect(decodeWith(decoder, row.bytes), `${row.name}, ${side.version}`).toEqual(alone);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('the second time is as the first', () => {
    for (const { row, side, alone } of reading) {
      for (const time of ['first', 'second', 'third'])
        expect(decodeWith(createDecoder(side), row.bytes), `${row.name}, ${time}`).toEqual(alone);
    }
  });
});

describe('what is refused is refused each time', () => {
  test.each(sides)('$version, by a $receiver', async (side) => {
    const decoder = (await freshDecoders())(side);
    for (const topicName of [`a+${tail}`, `a#${tail}`, `a\0${tail}`, [0xc3, 0x28, ...tailBytes], '']) {
      for (let time = 1; time <= 3; time += 1) {
        decoder.push(packetOf(topicName, side.version));
        expect(decoder.next()).toMatchObject({ kind: 'violation', fatal: false });
      }
    }
  });

  test('an empty Topic Name that an alias stood for is none without the alias', async () => {
    const createDecoder = await freshDecoders();
    for (const receiver of receivers) {
      const modern = createDecoder({ version: '5.0', receiver });
      const old = createDecoder({ version: '3.1.1', receiver });
      modern.push(packetOf('', '5.0', { properties: alias }));
      expect(modern.next()).toMatchObject({ kind: 'packet', packet: { topicName: '' } });
      modern.push(packetOf('', '5.0'));
      expect(modern.next()).toMatchObject({ violation: { code: 'topic-name-empty' } });
      old.push(packetOf('', '3.1.1'));
      expect(old.next()).toMatchObject({ violation: { code: 'topic-name-empty' } });
    }
  });
});

test('a Topic Name that ends behind its packet is cut, even if a known one goes on in the same memory', async () => {
  const createDecoder = await freshDecoders();
  for (const side of sides) {
    const topic = Buffer.from(`ab${tail}`);
    const whole = createDecoder(side);
    whole.push(packetOf(`ab${tail}`, side.version));
    expect(whole.next()).toMatchObject({ kind: 'packet' });
    for (let kept = 0; kept < topic.length; kept += 1) {
      const decoder = createDecoder(side);
      const cut = framed(0, [0, topic.length, ...topic.subarray(0, kept)]);
      decoder.push(Buffer.concat([cut, topic.subarray(kept)]));
      expect(decoder.next()).toMatchObject({ violation: { code: 'packet-truncated' } });
    }
  }
});

test('a name that was remembered does not change with the chunk that it came in', async () => {
  const decoder = (await freshDecoders())({ version: '3.1.1', receiver: 'server' });
  const chunk = packetOf(`ab${tail}`, '3.1.1');
  const other = packetOf(`ac${tail}`, '3.1.1');
  decoder.push(chunk);
  decoder.next();
  chunk.set(other);
  decoder.push(other);
  expect(decoder.next()).toMatchObject({ packet: { topicName: `ac${tail}` } });
});

describe('the memory of Topic Names', () => {
  async function freshMemory() {
    await freshDecoders();
    return import('./known-topics.ts');
  }

  test('gives the name of exactly these bytes', async () => {
    const { knownTopicName, rememberTopicName } = await freshMemory();
    const bytes = Buffer.from(`<ab${tail}>`);
    rememberTopicName(bytes, 1, bytes.length - 1, `ab${tail}`);
    expect(knownTopicName(bytes, 1, bytes.length - 1)).toBe(`ab${tail}`);
    for (const [start, end] of [
      [1, bytes.length],
      [0, bytes.length - 1],
      [2, bytes.length - 1],
    ] as const)
      expect(knownTopicName(bytes, start, end)).toBeUndefined();
  });

  test('tells a name from one that it begins with, even if both want the same place', async () => {
    const { knownTopicName, rememberTopicName } = await freshMemory();
    const short = 'plant/1';
    const shareAPlace = (suffix: number): boolean => {
      const bytes = Buffer.from(`${short}/${suffix}`);
      rememberTopicName(bytes, 0, short.length, short);
      rememberTopicName(bytes, 0, bytes.length, `${short}/${suffix}`);
      return knownTopicName(bytes, 0, short.length) === undefined;
    };
    const suffix = Array.from({ length: 100_000 }, (_, index) => index).find(shareAPlace);
    const bytes = Buffer.from(`${short}/${suffix}`);
    // `shareAPlace` left the longer one there, and its bytes go on behind the shorter one.
    expect(knownTopicName(bytes, 0, bytes.length)).toBe(`${short}/${suffix}`);
    expect(knownTopicName(bytes, 0, short.length)).toBeUndefined();
    rememberTopicName(bytes, 0, short.length, short);
    expect(knownTopicName(bytes, 0, short.length)).toBe(short);
    expect(knownTopicName(bytes, 0, bytes.length)).toBeUndefined();
  });

  test('holds none that is longer than its bound', async () => {
    const { knownTopicName, rememberTopicName } = await freshMemory();
    const bytes = Buffer.from('x'.repeat(longest + 1));
    rememberTopicName(bytes, 0, longest + 1, 'too long');
    expect(knownTopicName(bytes, 0, longest + 1)).toBeUndefined();
    rememberTopicName(bytes, 0, longest, 'as long as may be');
    expect(knownTopicName(bytes, 0, longest)).toBe('as long as may be');
  });
});
