import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createDecoder, encode, type Packet, type Publish } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import { dial } from '../../transport/index.ts';
import { measureOn, targetAt } from '../fixtures/measure-on.ts';
import { startWorkers, type WorkerPool } from '../worker/worker-pool.ts';
import { type NullSink, startNullSink } from './null-sink.ts';

let sink: NullSink;
beforeAll(async () => {
  sink = await startNullSink();
});
afterAll(async () => {
  await sink[Symbol.asyncDispose]();
});

/** A client that is ended with its test. What the sink sends must be packets that a strict client takes. */
async function connected(version: ProtocolVersion = '3.1.1') {
  const stream = await dial(sink.url);
  onTestFinished(() => stream.reset());
  const decoder = createDecoder({ receiver: 'client', version });
  const received: Packet[] = [];
  let look = (): void => undefined;
  stream.onData((chunk) => {
    decoder.push(chunk);
    for (let decoded = decoder.next(); decoded !== undefined; decoded = decoder.next()) {
      if (decoded.kind === 'violation') throw new Error(decoded.violation.detail);
      received.push(decoded.packet);
    }
    look();
  });
  const once = (isEnough: () => boolean) =>
    new Promise<readonly Packet[]>((resolve) => {
      look = () => {
        if (!isEnough()) return;
        look = () => undefined;
        resolve(received.splice(0));
      };
      look();
    });
  const client = {
    send: (...packets: readonly Packet[]) =>
      stream.write(Buffer.concat(packets.map((packet) => encode(packet, version)))),
    sendInPieces(packet: Packet) {
      for (const byte of encode(packet, version)) stream.write(Uint8Array.of(byte));
    },
    /** Everything that came, once it is as many packets. */
    until: (count: number) => once(() => received.length >= count),
    /** What came until the sink has done all that was sent before. */
    async fence() {
      client.send({ type: 'pingreq' });
      const packets = await once(() => received.some(({ type }) => type === 'pingresp'));
      return packets.filter(({ type }) => type !== 'pingresp');
    },
    close: () => stream.close(),
  };
  client.send({
    type: 'connect',
    protocolVersion: version,
    cleanStart: true,
    keepAliveSeconds: 0,
    clientIdentifier: 'c',
  });
  const [connack] = await client.until(1);
  expect(connack).toMatchObject({ type: 'connack', sessionPresent: false, reasonCode: 0 });
  return client;
}

async function subscribed(topicFilter: string, qos: 0 | 1 | 2 = 2, version: ProtocolVersion = '3.1.1') {
  const client = await connected(version);
  client.send({
    type: 'subscribe',
    packetIdentifier: 5,
    subscriptions: [{ topicFilter, qos, noLocal: false, retainAsPublished: false, retainHandling: 0 }],
  });
  const [suback] = await client.until(1);
  expect(suback).toMatchObject({ type: 'suback', packetIdentifier: 5, reasonCodes: [qos] });
  return client;
}

function message(topicName: string, text: string, more: Partial<Publish> = {}): Publish {
  return {
    type: 'publish',
    topicName,
    payload: Buffer.from(text),
    qos: 0,
    dup: false,
    retain: false,
    ...more,
  };
}

const textsOf = (packets: readonly Packet[]): readonly string[] =>
  packets.flatMap((packet) => (packet.type === 'publish' ? [Buffer.from(packet.payload).toString()] : []));

describe.each(['3.1.1', '5.0'] as const)('%s', (version) => {
  test('it passes messages on to those who asked for their topic, and to nobody else', async () => {
    const exact = await subscribed('a/b/c', 0, version);
    const below = await subscribed('a/#', 0, version);
    const other = await subscribed('a/b', 0, version);
    const publisher = await connected(version);
    publisher.send(
      message('a/b/c', '1'),
      message('a/b/c', '2'),
      message('a/x', '3'),
      message('b', '4'),
      message('a/b/c', '5'),
    );
    await publisher.fence();
    expect(textsOf(await exact.until(3))).toEqual(['1', '2', '5']);
    expect(textsOf(await below.until(4))).toEqual(['1', '2', '3', '5']);
    expect(await exact.fence()).toEqual([]);
    expect(await other.fence()).toEqual([]);
  });

  test('it acknowledges as a sender and as a receiver', async () => {
    const receiver = await subscribed('q', 2, version);
    const publisher = await connected(version);
    publisher.send(
      message('q', 'one', { qos: 1, packetIdentifier: 7 }),
      message('q', 'two', { qos: 2, packetIdentifier: 65_535 }),
    );
    expect(await publisher.until(2)).toMatchObject([
      { type: 'puback', packetIdentifier: 7, reasonCode: 0 },
      { type: 'pubrec', packetIdentifier: 65_535, reasonCode: 0 },
    ]);
    publisher.send({ type: 'pubrel', packetIdentifier: 65_535, reasonCode: 0 });
    expect(await publisher.until(1)).toMatchObject([{ type: 'pubcomp', packetIdentifier: 65_535 }]);
    expect(await receiver.until(2)).toMatchObject([
      { type: 'publish', qos: 1 },
      { type: 'publish', qos: 2 },
    ]);
    receiver.send({ type: 'pubrec', packetIdentifier: 65_535, reasonCode: 0 });
    expect(await receiver.until(1)).toMatchObject([{ type: 'pubrel', packetIdentifier: 65_535 }]);
  });

  test('it takes packets in pieces', async () => {
    const receiver = await subscribed('pieces/#', 1, version);
    const publisher = await connected(version);
    publisher.sendInPieces(message('pieces/1', 'x'.repeat(300), { qos: 1, packetIdentifier: 9 }));
    expect(await publisher.until(1)).toMatchObject([{ type: 'puback', packetIdentifier: 9 }]);
    expect(textsOf(await receiver.until(1))).toEqual(['x'.repeat(300)]);
  });

  test('the members of a Shared Subscription take turns, and others still get everything', async () => {
    const members = [
      await subscribed('$share/g/s/#', 0, version),
      await subscribed('$share/g/s/#', 0, version),
      await subscribed('$share/g/s/#', 0, version),
    ];
    const everything = await subscribed('s/#', 0, version);
    const publisher = await connected(version);
    const texts = Array.from({ length: 9 }, (_, at) => String(at));
    publisher.send(...texts.map((text, at) => message(`s/${at % 2}`, text)));
    const shares = await Promise.all(members.map((member) => member.until(3)));
    expect(shares.flatMap(textsOf).toSorted()).toEqual(texts);
    for (const member of members) expect(await member.fence()).toEqual([]);
    expect(textsOf(await everything.until(9))).toEqual(texts);
  });
});

test('who has gone gets no more, and a group goes on without it', async () => {
  const [gone, stays] = [await subscribed('$share/h/t'), await subscribed('$share/h/t')];
  const publisher = await connected();
  gone.send({ type: 'disconnect', reasonCode: 0 });
  gone.close();
  // Its end reaches the sink on another connection: ask until it has.
  const texts: string[] = [];
  for (let number = 0; number < 2 || texts.length < 5; number += 1) {
    publisher.send(message('t', String(number)));
    await publisher.fence();
    texts.push(...textsOf(await stays.fence()));
  }
  publisher.send(message('t', 'x'), message('t', 'y'));
  expect(textsOf(await stays.until(2))).toEqual(['x', 'y']);
});

test('a Topic Alias stands for the Topic Name that came with it', async () => {
  const a = await subscribed('alias/a', 0, '5.0');
  const b = await subscribed('alias/b', 0, '5.0');
  const publisher = await connected('5.0');
  const by = (topicAlias: number) => ({ properties: { topicAlias } });
  publisher.send(
    message('alias/a', 'a1', by(1)),
    message('alias/b', 'b1', by(2)),
    message('', 'a2', by(1)),
    message('', 'a3', { ...by(1), qos: 1, packetIdentifier: 1 }),
    message('', 'b2', by(2)),
    message('alias/b', 'b3', by(1)),
    message('', 'b4', by(1)),
  );
  await publisher.fence();
  expect(textsOf(await a.until(3))).toEqual(['a1', 'a2', 'a3']);
  expect(textsOf(await b.until(4))).toEqual(['b1', 'b2', 'b3', 'b4']);
});

describe('a flow through it has no loss', () => {
  let pool: WorkerPool;
  beforeAll(async () => {
    pool = await startWorkers(1);
  });
  afterAll(async () => {
    await pool[Symbol.asyncDispose]();
  });
  const constant = { kind: 'constant', ratePerSecond: 5000 };
  const closed = { kind: 'closed', inflight: 200 };

  test.each([
    { what: 'QoS 0', flow: { load: constant } },
    { what: 'QoS 1', flow: { load: constant, qos: 1, publishers: 5, subscribers: 5 } },
    { what: 'QoS 2', flow: { load: constant, qos: 2 } },
    { what: 'QoS 0, closed', flow: { load: closed } },
    { what: 'QoS 1, closed', flow: { load: closed, qos: 1 } },
    { what: 'QoS 2, closed', flow: { load: closed, qos: 2 } },
    {
      what: 'payloads of 100 kB',
      flow: { load: { ...constant, ratePerSecond: 500 }, payloadBytes: 100_000, qos: 1 },
    },
    { what: 'everyone', flow: { load: constant, delivery: 'everyone', publishers: 3, subscribers: 4 } },
    { what: 'shared', flow: { load: constant, delivery: 'shared', publishers: 3, subscribers: 4, qos: 1 } },
    {
      what: 'aliases',
      flow: { load: constant, topicAlias: true, publishers: 2, subscribers: 6, qos: 1 },
      mqtt: '5.0',
    },
    { what: 'nobody listens', flow: { load: closed, subscribers: 0, qos: 1 } },
  ] as const)('$what', async ({ flow, ...version }) => {
    const phases = { warmupSeconds: 0, measureSeconds: 0.3, drainSeconds: 10 };
    const { line } = await measureOn(pool, targetAt(sink.url), { flow, phases, ...version });
    const { total } = line;
    const receivers =
      'subscribers' in flow && flow.subscribers === 0
        ? 0
        : 'delivery' in flow && flow.delivery === 'everyone'
          ? 4
          : 1;
    expect(total.sent).toBeGreaterThan(100);
    expect(total).toEqual({
      sent: total.sent,
      acknowledged: 'qos' in flow ? total.sent : 0,
      refused: 0,
      expected: total.sent * receivers,
      delivered: total.sent * receivers,
      lost: 0,
      duplicated: 0,
      reordered: 0,
    });
    expect(line.notes.filter((note) => note.includes('had not asked'))).toEqual([]);
  });
});
