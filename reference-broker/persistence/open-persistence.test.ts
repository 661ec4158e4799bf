import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFakeClock, systemClock } from '../../src/transport/clock.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { keyBytes } from './batch.ts';
import { DeliveryEntry, deliveryReleased, deliverySent } from './delivery-record.ts';
import type { DurableEntry } from './durable-entry.ts';
import { openEnvironment } from './environment.ts';
import { sampleMessage, sampleSubscription } from './fixtures/sample-entries.ts';
import { InboundQos2Entry } from './inbound-qos2-record.ts';
import type { Journal, SyncMode } from './journal.ts';
import { MessageEntry, referTo } from './message-record.ts';
import { openPersistence, type Persistence } from './open-persistence.ts';
import { RetainedEntry } from './retained-record.ts';
import { SessionEntry } from './session-record.ts';
import { SubscriptionEntry } from './subscription-record.ts';
import { WillEntry } from './will-record.ts';

const clock = systemClock;

/** Does something with the durable state, and closes it. */
async function within(
  dataDirectory: string,
  work: (persistence: Persistence) => void | Promise<void>,
  nowMillis?: number,
): Promise<void> {
  await using persistence = await openPersistence({
    dataDirectory,
    clock: nowMillis === undefined ? clock : createFakeClock(nowMillis),
  });
  await work(persistence);
}

const committed = (journal: Journal): Promise<void> =>
  new Promise((resolve) => journal.whenCommitted(resolve));

function putAll(journal: Journal, entries: readonly DurableEntry[]): void {
  for (const entry of entries) journal.put(entry);
}

const identity = { clientIdentifier: 'client', userName: 'user', protocolVersion: '5.0' } as const;

test.each<SyncMode>(['none', 'batch', 'always'])(
  'sync %s: what was committed is there again',
  async (sync) => {
    await using folder = await temporaryFolder();
    const dataDirectory = join(folder.path, 'new', 'data');
    await within(dataDirectory, () => undefined);
    {
      await using persistence = await openPersistence({ dataDirectory, clock, sync });
      const session = new SessionEntry(persistence.nextNumber(), identity, 3600);
      persistence.journal.put(session);
      await committed(persistence.journal);
    }
    await within(dataDirectory, ({ recovered, nextNumber }) => {
      expect(recovered.sessions.map(({ session }) => session.identity)).toEqual([identity]);
      expect(nextNumber()).toBe(2);
    });
  },
);

test('a Session comes back with all its parts', async () => {
  await using folder = await temporaryFolder();
  const shared = sampleSubscription({
    topicFilter: '$share/team/plant/+',
    matchedFilter: 'plant/+',
    shareName: 'team',
    grantedQoS: 1,
    noLocal: false,
    retainAsPublished: true,
    subscriptionIdentifier: 268_435_455,
  });
  const plain = sampleSubscription({
    topicFilter: 'ü/\u{10ffff}',
    matchedFilter: 'ü/\u{10ffff}',
    noLocal: true,
  });
  const will = {
    topicName: 'gone',
    payload: Buffer.from('x'),
    qos: 1,
    retain: true,
    properties: { willDelayIntervalSeconds: 30, contentType: 'text/plain' },
  } as const;
  await within(folder.path, ({ journal, nextNumber }) => {
    const session = new SessionEntry(nextNumber(), { ...identity, protocolVersion: '3.1.1' }, 0xffffffff);
    session.disconnectedAtMillis = 123_456.5;
    const pending = new WillEntry(session.number, nextNumber(), will);
    pending.dueAtMillis = 5_000;
    putAll(journal, [
      session,
      new SubscriptionEntry(session.number, nextNumber(), shared),
      new SubscriptionEntry(session.number, nextNumber(), plain),
      new InboundQos2Entry(session.number, 65_535),
      pending,
    ]);
  });
  await within(folder.path, ({ recovered }) => {
    expect(recovered.damaged).toEqual([]);
    const [found] = recovered.sessions;
    expect(found?.session).toMatchObject({
      identity: { ...identity, protocolVersion: '3.1.1' },
      expiryIntervalSeconds: 0xffffffff,
      disconnectedAtMillis: 123_456.5,
    });
    expect(found?.subscriptions.map(({ subscription }) => subscription)).toEqual([shared, plain]);
    expect(found?.inboundQos2.map(({ number }) => number)).toEqual([65_535]);
    expect(found?.will).toMatchObject({ will, dueAtMillis: 5_000 });
  });
});

test('deliveries come back in their order and state, and share the message', async () => {
  await using folder = await temporaryFolder();
  const subscription = sampleSubscription({ subscriptionIdentifier: 7 });
  const message = sampleMessage({
    topicName: 'a/ü',
    payload: Buffer.alloc(300_000, 7),
    qos: 2,
    retain: true,
    messageExpiryIntervalSeconds: 4_000_000_000,
    receivedAtMillis: clock.nowMs(),
    properties: {
      payloadFormatIndicator: 1,
      contentType: 'text/plain',
      responseTopic: 'answer',
      correlationData: Buffer.from([0, 1, 2]),
      userProperty: [
        ['k', 'v'],
        ['k', ''],
      ],
    },
  });
  await within(folder.path, ({ journal, nextNumber }) => {
    const session = new SessionEntry(nextNumber(), identity, 3600);
    const entry = new MessageEntry(nextNumber(), message);
    const deliver = (qos: 1 | 2, sharedTopicFilter?: string): DeliveryEntry => {
      referTo(journal, entry);
      const delivery = {
        message,
        qos,
        retain: true,
        subscriptions: [subscription],
        sharedTopicFilter,
        stored: undefined,
      };
      const made = new DeliveryEntry(session.number, nextNumber(), entry, delivery);
      journal.put(made);
      return made;
    };
    journal.put(session);
    const [released, second, third] = [deliver(2), deliver(2), deliver(1)];
    deliver(1, '$share/team/a/#');
    deliverySent(journal, released, 1);
    deliveryReleased(journal, released);
    deliverySent(journal, second, 2);
    deliverySent(journal, third, 3);
  });
  await within(folder.path, ({ recovered }) => {
    const deliveries = recovered.sessions[0]?.deliveries ?? [];
    expect(deliveries.map(({ state, packetIdentifier }) => [state, packetIdentifier])).toEqual([
      ['awaiting-pubcomp', 1],
      ['awaiting-pubrec', 2],
      ['awaiting-puback', 3],
      ['queued', 0],
    ]);
    const [released, second, , queued] = deliveries;
    expect(released?.message).toBeUndefined();
    expect(second?.message).toBe(queued?.message);
    expect(second?.message?.references).toBe(3);
    expect(queued?.delivery).toEqual({
      message: { ...message, stored: queued?.message },
      qos: 1,
      retain: true,
      subscriptions: [subscription],
      sharedTopicFilter: '$share/team/a/#',
      stored: queued,
    });
  });
});

test('10,000 messages come back unharmed', async () => {
  await using folder = await temporaryFolder();
  const count = 10_000;
  await within(folder.path, async ({ journal, nextNumber }) => {
    for (let index = 0; index < count; index += 1) {
      const entry = new MessageEntry(
        nextNumber(),
        sampleMessage({ payload: Buffer.from(`payload ${index}`) }),
      );
      referTo(journal, entry);
      journal.put(new RetainedEntry(nextNumber(), entry));
    }
    await committed(journal);
  });
  await within(folder.path, ({ recovered }) => {
    const texts = recovered.retained.map(({ message }) => Buffer.from(message.message.payload).toString());
    expect(texts).toEqual(Array.from({ length: count }, (_, index) => `payload ${index}`));
  });
});

test('what expired meanwhile, and what belongs to nothing, is left out and removed', async () => {
  await using folder = await temporaryFolder();
  await within(folder.path, ({ journal, nextNumber }) => {
    const session = new SessionEntry(nextNumber(), identity, 3600);
    const old = new MessageEntry(
      nextNumber(),
      sampleMessage({ messageExpiryIntervalSeconds: 10, receivedAtMillis: 0 }),
    );
    const delivery = {
      message: old.message,
      qos: 1,
      retain: false,
      subscriptions: [],
      sharedTopicFilter: undefined,
      stored: undefined,
    } as const;
    referTo(journal, old);
    putAll(journal, [
      session,
      new DeliveryEntry(session.number, nextNumber(), old, delivery),
      new RetainedEntry(nextNumber(), old),
      new MessageEntry(nextNumber(), sampleMessage()),
      new InboundQos2Entry(9_999, 1),
    ]);
  });
  await within(
    folder.path,
    ({ recovered }) => {
      expect(recovered.sessions[0]?.deliveries).toEqual([]);
      expect(recovered.retained).toEqual([]);
      expect(recovered.stale).toHaveLength(5);
    },
    10_000,
  );
  await within(folder.path, ({ recovered }) => {
    expect(recovered.stale).toEqual([]);
    expect(recovered.sessions).toHaveLength(1);
  });
});

test.each([
  ['just before its Session Expiry Interval', 1_000, 60, 60_999, 'goes on'],
  ['at its Session Expiry Interval', 1_000, 60, 61_000, 'ended'],
  ['without end', 1_000, 0xffffffff, 9e15, 'goes on'],
  ['connected when the broker was killed', undefined, 60, 9e15, 'goes on'],
  ['connected, but gone with the connection', undefined, 0, 5, 'ended'],
] as const)('a Session %s', async (_, disconnectedAtMillis, expirySeconds, nowMillis, outcome) => {
  await using folder = await temporaryFolder();
  await within(folder.path, ({ journal }) => {
    const session = new SessionEntry(1, identity, expirySeconds);
    session.disconnectedAtMillis = disconnectedAtMillis;
    journal.put(session);
  });
  await within(
    folder.path,
    ({ recovered: { sessions, ended } }) => {
      expect([sessions.length, ended.length]).toEqual(outcome === 'ended' ? [0, 1] : [1, 0]);
    },
    nowMillis,
  );
});

test('a damaged record is reported by its key, and the rest is read', async () => {
  await using folder = await temporaryFolder();
  await within(folder.path, ({ journal }) => {
    putAll(journal, [new SessionEntry(1, identity, 60), new SessionEntry(2, identity, 60)]);
  });
  const key = Buffer.alloc(keyBytes);
  key[0] = 1;
  key[keyBytes - 1] = 1;
  const environment = await openEnvironment(folder.path, 'batch');
  const value = environment.get(key) ?? Buffer.alloc(0);
  environment.putSync(key, value.subarray(0, value.length - 1));
  environment.putSync(Buffer.from('odd'), value);
  await environment.close();
  await within(folder.path, ({ recovered }) => {
    expect(recovered.sessions.map(({ session }) => session.number)).toEqual([2]);
    expect(recovered.damaged.map((record) => record.key)).toEqual([
      key.toString('hex'),
      Buffer.from('odd').toString('hex'),
    ]);
    expect(recovered.damaged[0]?.message).toMatch(/^The record [0-9a-f]+ cannot be read: it ends at byte /);
  });
});

test('every cut and every changed byte of a record is read or reported, and nothing worse', async () => {
  await using folder = await temporaryFolder();
  await within(folder.path, ({ journal }) => {
    const entry = new MessageEntry(2, sampleMessage({ properties: { userProperty: [['k', 'v']] } }));
    referTo(journal, entry);
    const delivery = {
      message: entry.message,
      qos: 1,
      retain: false,
      subscriptions: [sampleSubscription()],
      sharedTopicFilter: '$share/a/b',
      stored: undefined,
    } as const;
    putAll(journal, [
      new SessionEntry(1, identity, 60),
      new SubscriptionEntry(1, 3, sampleSubscription()),
      new DeliveryEntry(1, 4, entry, delivery),
      new RetainedEntry(5, entry),
      new WillEntry(1, 6, { topicName: 'w', payload: Buffer.from('x'), qos: 0, retain: false }),
    ]);
  });
  const environment = await openEnvironment(folder.path, 'batch');
  const whole = [...environment.getRange()].map(({ key, value }) => ({ key, value }));
  await environment.close();
  const { readRecords } = await import('./read-records.ts');
  const { recover } = await import('./recovery.ts');
  let reported = 0;
  for (const [index, { key, value }] of whole.entries()) {
    const damaged = [
      ...Array.from(value.keys(), (length) => value.subarray(0, length)),
      ...Array.from(value.keys(), (at) => Buffer.from(value).fill((value[at] ?? 0) ^ 0xff, at, at + 1)),
    ];
    for (const flawed of damaged) {
      const source = whole.map((record, other) => (other === index ? { key, value: flawed } : record));
      reported += recover(readRecords(source), 0).damaged.length;
    }
  }
  expect(reported).toBeGreaterThan(300);
});

test('a second broker on the same directory is refused in one sentence', async () => {
  await using folder = await temporaryFolder();
  await within(folder.path, async () => {
    await expect(openPersistence({ dataDirectory: folder.path, clock })).rejects.toMatchObject({
      code: 'directory-in-use',
      message: expect.stringMatching(/^The data directory \S+ is in use by the broker with process id \d+: /),
    });
  });
  await within(folder.path, () => undefined);
  expect((await readdir(folder.path)).filter((name) => name.includes('.lock'))).toEqual([]);
});

test.each([
  ['that has ended', { pid: 2 ** 22 + 1, startedAt: '1' }],
  ['whose number another has now', { pid: 1, startedAt: 'before' }],
  ['that wrote half of it', {}],
])('the lock of a process %s is taken over', async (_, holder) => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'broker.lock'), JSON.stringify(holder));
  await within(folder.path, ({ recovered }) => expect(recovered.sessions).toEqual([]));
});

test('a directory of a newer version is refused, and let go', async () => {
  await using folder = await temporaryFolder();
  const environment = await openEnvironment(folder.path, 'batch');
  environment.putSync(Buffer.alloc(keyBytes), Buffer.of(2));
  await environment.close();
  await expect(openPersistence({ dataDirectory: folder.path, clock })).rejects.toMatchObject({
    code: 'format-too-new',
    message: expect.stringContaining('written by a newer broker (format 2, this one knows 1)'),
  });
  expect((await readdir(folder.path)).filter((name) => name.startsWith('broker.lock'))).toEqual([]);
});

test.each([
  ['a file in the way', async (path: string) => writeFile(path, 'x')],
  [
    'a store that is none',
    async (path: string) => {
      await mkdir(path);
      await writeFile(join(path, 'broker.mdb'), Buffer.alloc(20_000, 'x'));
    },
  ],
])('%s is explained in one sentence', async (_, prepare) => {
  await using folder = await temporaryFolder();
  const dataDirectory = join(folder.path, 'data');
  await prepare(dataDirectory);
  await expect(openPersistence({ dataDirectory, clock })).rejects.toMatchObject({
    code: 'directory-unusable',
    message: expect.stringMatching(/^The data directory \S+ cannot be used \(.+\): give a directory/),
  });
});

test.each(['/proc/nope', '/proc/nope/below'])(
  'a place that takes no directory is refused at once: %s',
  async (dataDirectory) => {
    await expect(openPersistence({ dataDirectory, clock })).rejects.toMatchObject({
      code: 'directory-unusable',
    });
  },
);
