import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Broker, createBroker } from '../../reference-broker/index.ts';
import { encode, type Packet } from '../../src/packet/index.ts';
import { type ByteStream, memoryPair } from '../../src/transport/index.ts';
import type { Entry } from './outcome.ts';
import type { Side } from './row.ts';

export interface MatchPlan {
  /** Subscriptions that the broker holds. */
  readonly sizes: readonly number[];
  readonly rounds: number;
}

const subscribers = 100;
const messages = 20_000;
const messagesInWrite = 500;
const warmUps = 3;

/** A broker with so many subscriptions, and somebody who publishes to it. */
interface Stand extends AsyncDisposable {
  /** Microseconds for each message, until all were delivered. */
  publishAll(): Promise<number>;
}

/**
 * Each message matches exactly one of the subscriptions, and no two messages have the same topic: neither the number of
 * deliveries nor what a broker remembers of topics tells the sizes apart.
 */
export async function measureMatch({ sizes, rounds }: MatchPlan): Promise<readonly Entry[]> {
  const stands = await Promise.all(sizes.map(openStand));
  try {
    const times: number[][] = sizes.map(() => []);
    for (let round = -warmUps; round < rounds; round += 1) {
      for (const [at, stand] of stands.entries()) {
        const micros = await stand.publishAll();
        if (round >= 0) times[at]?.push(micros);
      }
    }
    return sizes.map((size, at) => {
      const side = `${size.toLocaleString('en')} subscriptions` as Side;
      return { side, name: side, values: { time: times[at] ?? [] }, worth: 'as-shown', remarks: [] };
    });
  } finally {
    for (const stand of stands) await stand[Symbol.asyncDispose]();
  }
}

async function openStand(size: number): Promise<Stand> {
  const broker = createBroker();
  let deliveredBytes = 0;
  for (let client = 0; client < subscribers; client += 1) {
    const stream = await greet(broker, `subscriber-${client}`);
    await ask(stream, subscribeTo(filtersOf(client, size)));
    stream.onData(({ length }) => {
      deliveredBytes += length;
    });
  }
  const publisher = await greet(broker, 'publisher');
  const writes = writesOf(size);
  // At QoS 0 a message leaves as it came.
  const bytes = writes.reduce((sum, { length }) => sum + length, 0);
  return {
    async publishAll() {
      const before = deliveredBytes;
      const from = performance.now();
      for (const write of writes) {
        publisher.write(write);
        await nextTurn();
      }
      while (deliveredBytes - before < bytes) await nextTurn();
      return ((performance.now() - from) * 1000) / messages;
    },
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
}

/** A client past its CONNACK. */
async function greet(broker: Broker, clientIdentifier: string): Promise<ByteStream> {
  const [stream, far] = memoryPair();
  broker.accept(far);
  await ask(stream, {
    type: 'connect',
    protocolVersion: '3.1.1',
    cleanStart: true,
    keepAliveSeconds: 0,
    clientIdentifier,
  });
  return stream;
}

/** Sends a packet that has one answer, and waits for it. */
async function ask(stream: ByteStream, packet: Packet): Promise<void> {
  const answered = new Promise<void>((resolve) => stream.onData(() => resolve()));
  stream.write(encode(packet, '3.1.1'));
  await answered;
}

function subscribeTo(topicFilters: readonly string[]): Packet {
  const subscriptions = topicFilters.map(
    (topicFilter) =>
      ({ topicFilter, qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 }) as const,
  );
  return { type: 'subscribe', packetIdentifier: 1, subscriptions };
}

function filtersOf(client: number, size: number): readonly string[] {
  const own = size / subscribers;
  return Array.from({ length: own }, (_, at) => filterOf(client * own + at));
}

/** Wildcards at every place: each kind makes another branch of the tree wide. */
const kinds = [
  { filter: (n: number) => `site/s${n}/+/state`, topic: (n: number, m: number) => `site/s${n}/m${m}/state` },
  { filter: (n: number) => `site/+/d${n}/#`, topic: (n: number, m: number) => `site/m${m}/d${n}/value/raw` },
  { filter: (n: number) => `+/g${n}/alarm/#`, topic: (n: number, m: number) => `m${m}/g${n}/alarm/high` },
] as const;

function kindOf(number: number): (typeof kinds)[number] {
  return kinds[number % kinds.length] ?? kinds[0];
}

function filterOf(number: number): string {
  return kindOf(number).filter(number);
}

/** A step that shares no factor with the sizes goes through all of them, in no order that a cache could use. */
const step = 7919;

function writesOf(size: number): readonly Uint8Array[] {
  const payload = Buffer.alloc(64);
  const frames = Array.from({ length: messages }, (_, at) => {
    const number = (at * step) % size;
    const topicName = kindOf(number).topic(number, at);
    return encode({ type: 'publish', topicName, payload, qos: 0, dup: false, retain: false }, '3.1.1');
  });
  return Array.from({ length: messages / messagesInWrite }, (_, at) =>
    Buffer.concat(frames.slice(at * messagesInWrite, (at + 1) * messagesInWrite)),
  );
}
