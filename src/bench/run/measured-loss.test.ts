/**
 * What a target does to messages, the report must say, to the message: the fake broker keeps an account of its own.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeBroker, startFakeBroker } from '../fixtures/fake-broker.ts';
import type { FakeOptions } from '../fixtures/fake-fault.ts';
import { type MeasureWishes, measureOn, targetAt } from '../fixtures/measure-on.ts';
import type { MeasurementLine } from '../result.ts';
import { startWorkers, type WorkerPool } from '../worker/worker-pool.ts';

let pool: WorkerPool;
beforeAll(async () => {
  pool = await startWorkers(1);
});
afterAll(async () => {
  await pool[Symbol.asyncDispose]();
});

const ratePerSecond = 1000;
const phases = { warmupSeconds: 0.2, measureSeconds: 0.6, drainSeconds: 0.4, connectSeconds: 5 };
const load = { kind: 'constant', ratePerSecond };

interface Outcome {
  readonly line: MeasurementLine;
  readonly account: FakeBroker['account'];
}

async function measureFake(
  options: FakeOptions,
  flow: object,
  wishes: Partial<MeasureWishes> = {},
): Promise<Outcome> {
  await using fake = await startFakeBroker(options);
  const { line } = await measureOn(pool, targetAt(fake.url), { flow: { load, ...flow }, phases, ...wishes });
  // Everything that was due was sent, so an account of fewer would be of another run.
  expect(fake.account.received).toBe(800);
  expect(line.total.sent).toBe(800);
  return { line, account: fake.account };
}

/** No judgement of the target; the generator may have been the limit, where others use this machine. */
const sound = /^(valid|generator-bound)$/;

describe.each([
  { qos: 0, status: sound },
  { qos: 1, status: /^failed$/ },
  { qos: 2, status: /^failed$/ },
] as const)('every 10th message dropped at QoS $qos', ({ qos, status }) => {
  test('is lost, and nothing else', async () => {
    const { line, account } = await measureFake({ fault: { kind: 'drop', every: 10 } }, { qos });
    expect(account.dropped).toBe(80);
    expect(line.total).toEqual({
      sent: 800,
      acknowledged: qos === 0 ? 0 : 800,
      refused: 0,
      expected: 800,
      delivered: 720,
      lost: 80,
      duplicated: 0,
      reordered: 0,
    });
    expect(line.status).toMatch(status);
    const reason = `80 messages of "messages" at QoS ${qos} were lost`;
    expect(line.reason === reason).toBe(qos > 0);
  });
});

test('a message that is dropped on the way to three receivers is lost three times', async () => {
  const { line, account } = await measureFake(
    { fault: { kind: 'drop', every: 7 } },
    { delivery: 'everyone', subscribers: 3 },
  );
  expect(line.total).toMatchObject({
    expected: 2400,
    delivered: account.forwarded,
    lost: account.dropped * 3,
  });
  expect(account.dropped).toBe(114);
  expect(line.status).toMatch(sound);
});

test('nothing wrong is nothing reported', async () => {
  const { line, account } = await measureFake({}, { qos: 1, publishers: 4, subscribers: 4 });
  expect(line.total).toEqual({
    sent: 800,
    acknowledged: account.acknowledged,
    refused: 0,
    expected: 800,
    delivered: account.forwarded,
    lost: 0,
    duplicated: 0,
    reordered: 0,
  });
  expect(line.flows).toEqual([{ ...line.total, name: 'messages', qos: 1 }]);
  // What was due in the warm-up is in the account, but in no latency.
  expect(line.latencies.e2e?.count).toBe(600);
  expect(line.latencies.ack?.count).toBe(600);
  expect(line.latencies.sendDelay?.count).toBe(600);
  expect(line.status).toMatch(sound);
  expect(line.offeredPerSecond).toBe(ratePerSecond);
});

describe('every 10th message delivered twice', () => {
  test('is counted at QoS 1, where it is allowed', async () => {
    const { line, account } = await measureFake({ fault: { kind: 'duplicate', every: 10 } }, { qos: 1 });
    expect(line.total).toMatchObject({ delivered: 800, lost: 0, duplicated: 80, reordered: 0 });
    expect(account.duplicated).toBe(80);
    expect(line.status).toMatch(sound);
    // A duplicate has no latency of its own.
    expect(line.latencies.e2e?.count).toBe(600);
  });

  test('is a broken guarantee at QoS 2', async () => {
    const { line } = await measureFake({ fault: { kind: 'duplicate', every: 10 } }, { qos: 2 });
    expect(line.total).toMatchObject({ delivered: 800, lost: 0, duplicated: 80 });
    expect(line).toMatchObject({ status: 'failed', reason: '80 messages of "messages" at QoS 2 came twice' });
  });
});

test('every 10th message swapped with the next: so many came behind a later one, and none is lost', async () => {
  const { line, account } = await measureFake({ fault: { kind: 'swap', every: 10 } }, { qos: 1 });
  // The last message has no next one.
  expect(account.swapped).toBe(79);
  expect(line.total).toMatchObject({ delivered: 800, lost: 0, duplicated: 0, reordered: 79 });
  expect(line.status).toMatch(sound);
});

test('a message that reaches somebody else is lost to its receiver, and told', async () => {
  const { line, account } = await measureFake(
    { fault: { kind: 'misroute', every: 10 } },
    { qos: 1, publishers: 2, subscribers: 2 },
  );
  expect(account.misrouted).toBe(80);
  expect(line.total).toMatchObject({ delivered: 720, lost: 80, duplicated: 0 });
  expect(line.status).toBe('failed');
  expect(line.notes).toContain('80 messages of "messages" reached a receiver that had not asked for them.');
});

describe.each([1, 2] as const)('QoS %i', (qos) => {
  test('every 10th message refused is counted, and owed to nobody', async () => {
    const { line, account } = await measureFake(
      { fault: { kind: 'refuse', every: 10 } },
      { qos },
      { mqtt: '5.0' },
    );
    expect(account.refused).toBe(80);
    expect(line.total).toMatchObject({
      acknowledged: 720,
      refused: 80,
      expected: 720,
      delivered: 720,
      lost: 0,
    });
    expect(line.status).toMatch(sound);
    expect(line.notes).toContain('The target refused 80 messages in its acknowledgements.');
  });

  test('every 10th message without acknowledgement is not called acknowledged', async () => {
    const { line, account } = await measureFake({ fault: { kind: 'never-acknowledge', every: 10 } }, { qos });
    expect(account.unacknowledged).toBe(80);
    expect(line.total).toMatchObject({ acknowledged: 720, delivered: 800, lost: 0 });
    expect(line.latencies.ack?.count).toBe(540);
    expect(line.latencies.e2e?.count).toBe(600);
    expect(line.status).toMatch(sound);
  });
});

test('a target that grants less than asked for is skipped, and said why', async () => {
  await using fake = await startFakeBroker({ fault: { kind: 'downgrade', to: 0 } });
  const { line } = await measureOn(pool, targetAt(fake.url), { flow: { load, qos: 1 }, phases });
  expect(line).toMatchObject({ status: 'skipped', reason: 'it grants QoS 0 where QoS 1 was asked for' });
  expect(fake.account.received).toBe(0);
});

test('a target that takes too few Topic Aliases is skipped, and said why', async () => {
  const flow = { load, topicAlias: true, publishers: 1, subscribers: 3 };
  await using fake = await startFakeBroker({ topicAliasMaximum: 2 });
  const { line } = await measureOn(pool, targetAt(fake.url), { flow, phases, mqtt: '5.0' });
  expect(line).toMatchObject({
    status: 'skipped',
    reason: 'it takes 2 Topic Aliases a connection, and not 3',
  });
});
