/**
 * What a target does to the time of messages, the report must say. Each bar here is the fake broker's own account of
 * what it did, never a guess at what this machine can do.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeMessage } from '../fixtures/fake-account.ts';
import { startFakeBroker } from '../fixtures/fake-broker.ts';
import type { FakeOptions } from '../fixtures/fake-fault.ts';
import { type MeasureWishes, measureOn, targetAt } from '../fixtures/measure-on.ts';
import { createHistogram, distributionOf } from '../recorder/histogram.ts';
import type { Distribution, IntervalLine, LatencyMetric, MeasurementLine } from '../result.ts';
import { startWorkers, type WorkerPool } from '../worker/worker-pool.ts';

let pool: WorkerPool;
beforeAll(async () => {
  pool = await startWorkers(1);
});
afterAll(async () => {
  await pool[Symbol.asyncDispose]();
});

/** Without a warm-up every message counts: the account of the fake is that of the report. */
const phases = { warmupSeconds: 0, measureSeconds: 3, drainSeconds: 3, connectSeconds: 5 };

async function measureFake(options: FakeOptions, wishes: MeasureWishes) {
  await using fake = await startFakeBroker(options);
  const { line, intervals } = await measureOn(pool, targetAt(fake.url), wishes);
  return { line, intervals, account: fake.account };
}

const statistics = ['min', 'p50', 'p90', 'p99', 'p999', 'max'] as const;

/** A number for each message, as a distribution of the same kind as the report's. */
function distributed(
  messages: readonly FakeMessage[],
  valueOf: (message: FakeMessage) => number,
): Distribution {
  const histogram = createHistogram();
  for (const message of messages) histogram.recordValue(Math.floor(valueOf(message)));
  const distribution = distributionOf(histogram);
  if (distribution === undefined) throw new Error('the fake saw no message');
  return distribution;
}

function latencyOf({ latencies }: MeasurementLine, metric: LatencyMetric): Distribution {
  const distribution = latencies[metric];
  if (distribution === undefined) throw new Error(`no ${metric} was measured`);
  return distribution;
}

/** Each message took at least the one and at most the other: so it is with every percentile. */
function expectBetween(actual: Distribution, least: Distribution, most: Distribution): void {
  expect(actual.count).toBe(least.count);
  expect(actual.count).toBe(most.count);
  const outside = statistics.filter(
    (statistic) => actual[statistic] < least[statistic] || actual[statistic] > most[statistic],
  );
  expect(outside).toEqual([]);
}

const never = Number.NaN;

/** The report lies between what the fake knows: when it forwarded a message, and when that was acknowledged. */
function expectWithinAccount(line: MeasurementLine, messages: readonly FakeMessage[]): void {
  const from = ({ forwardedMicros = never, dueMicros }: FakeMessage) => forwardedMicros - dueMicros;
  const to = ({ confirmedMicros = never, dueMicros }: FakeMessage) => confirmedMicros - dueMicros;
  expectBetween(latencyOf(line, 'e2e'), distributed(messages, from), distributed(messages, to));
  expectBetween(
    latencyOf(line, 'e2eUncorrected'),
    distributed(messages, (message) => from(message) - message.delayMicros),
    distributed(messages, (message) => to(message) - message.delayMicros),
  );
  // The message itself carries how late it was sent.
  expect(latencyOf(line, 'sendDelay')).toEqual(distributed(messages, ({ delayMicros }) => delayMicros));
  const acknowledged = distributed(
    messages,
    ({ acknowledgedMicros = never, dueMicros }) => acknowledgedMicros - dueMicros,
  );
  const ack = latencyOf(line, 'ack');
  expect(ack.count).toBe(acknowledged.count);
  expect(statistics.filter((statistic) => ack[statistic] < acknowledged[statistic])).toEqual([]);
}

describe.each(['3.1.1', '5.0'] as const)('%s', (mqtt) => {
  test('a target that holds every message for 20 ms has a latency of at least that', async () => {
    const { line, account } = await measureFake(
      { fault: { kind: 'hold', millis: 20 } },
      {
        flow: { qos: 1, publishers: 2, subscribers: 2, load: { kind: 'poisson', ratePerSecond: 500 } },
        phases: { ...phases, measureSeconds: 1 },
        mqtt,
      },
    );
    expect(line.total).toMatchObject({ delivered: account.received, lost: 0 });
    const held = distributed(
      account.messages,
      ({ forwardedMicros = never, receivedMicros }) => forwardedMicros - receivedMicros,
    );
    const e2e = latencyOf(line, 'e2e');
    expect(held.min).toBeGreaterThanOrEqual(20_000);
    expect(e2e.min).toBeGreaterThanOrEqual(20_000);
    expect(e2e.p50).toBeGreaterThanOrEqual(held.p50);
    expectWithinAccount(line, account.messages);
  });
});

test('a closed loop has as many messages under way as it says, and no more', async () => {
  const { line, account } = await measureFake(
    { fault: { kind: 'hold', millis: 20 } },
    { flow: { qos: 1, load: { kind: 'closed', inflight: 3 } }, phases: { ...phases, measureSeconds: 0.5 } },
  );
  expect(account.mostHeld).toBe(3);
  expect(line.total).toMatchObject({ sent: account.received, delivered: account.received, lost: 0 });
  expect(line.offeredPerSecond).toBeUndefined();
});

const stall = { kind: 'stall', atMessage: 500, millis: 1000 } as const;
const stalledFor = 800_000;
const steady = { kind: 'constant', ratePerSecond: 500 };

test('a stall of a second is seen by an open loop, and hidden by a closed one', async () => {
  const open = await measureFake({ fault: stall }, { flow: { qos: 1, load: steady }, phases });
  expect(open.line.total).toMatchObject({ sent: 1500, delivered: 1500, lost: 0 });
  const e2e = latencyOf(open.line, 'e2e');
  expect(e2e.p99).toBeGreaterThanOrEqual(stalledFor);
  // A message that is sent while nobody reads waits as long as one that is not sent.
  expect(latencyOf(open.line, 'e2eUncorrected').p99).toBeLessThanOrEqual(e2e.p99);
  expectWithinAccount(open.line, open.account.messages);

  const closed = await measureFake(
    { fault: stall },
    { flow: { qos: 1, load: { kind: 'closed', inflight: 1 } }, phases },
  );
  expect(closed.account.received).toBeGreaterThan(500);
  expect(closed.line.total).toMatchObject({ delivered: closed.account.received, lost: 0 });
  const omitted = latencyOf(closed.line, 'e2e');
  // The stall did take place: one message waited for it, and nobody asked for the others that would have.
  expect(omitted.max).toBeGreaterThanOrEqual(stalledFor);
  expect(omitted.p99).toBeLessThan(e2e.p99 / 10);
  // A message or two were sent between the end of the phase and the moment when its timer said so.
  expectWithinAccount(closed.line, closed.account.messages.slice(0, omitted.count));
});

test('a stall that holds up the sender itself is in the latency from the due time only', async () => {
  const { line, account } = await measureFake(
    { fault: stall, receiveMaximum: 4 },
    { flow: { qos: 1, load: steady }, phases, mqtt: '5.0' },
  );
  expect(line.total).toMatchObject({ sent: 1500, delivered: 1500, lost: 0 });
  const e2e = latencyOf(line, 'e2e');
  expect(e2e.p99).toBeGreaterThanOrEqual(stalledFor);
  expect(latencyOf(line, 'ack').p99).toBeGreaterThanOrEqual(stalledFor);
  expect(latencyOf(line, 'sendDelay').p99).toBeGreaterThanOrEqual(stalledFor);
  // From the time of sending no more than the 4 messages under way look slow.
  expect(latencyOf(line, 'e2eUncorrected').p99).toBeLessThan(e2e.p99 / 10);
  // The target held the messages up, and not the generator.
  expect(latencyOf(line, 'lateness').p99).toBeLessThan(e2e.p99 / 10);
  expectWithinAccount(line, account.messages);
});

describe('a target that takes fewer messages than are due', () => {
  const short = { ...phases, measureSeconds: 1, drainSeconds: 0.3 };
  const note =
    /^The rate was not reached: ([\d,]+) of ([\d,]+) messages per second were taken; ([\d,]+) were never sent\.$/;

  function figuresOf({ notes }: MeasurementLine): readonly number[] {
    const found = notes.map((one) => note.exec(one)).find((one) => one !== null);
    if (!found) throw new Error(`no note of the rate in: ${notes.join(' ')}`);
    return found.slice(1).map((figure) => Number(figure.replaceAll(',', '')));
  }

  const sentIn = (phase: string, intervals: readonly IntervalLine[]): number =>
    intervals.filter((line) => line.phase === phase).reduce((sum, { sent }) => sum + sent, 0);

  test('because it acknowledges no faster', async () => {
    const { line, intervals, account } = await measureFake(
      { fault: { kind: 'slow', perSecond: 200 }, receiveMaximum: 10 },
      { flow: { qos: 1, load: { kind: 'constant', ratePerSecond: 2000 } }, phases: short, mqtt: '5.0' },
    );
    const [taken, due, unsent = 0] = figuresOf(line);
    expect(Math.abs((taken ?? 0) - sentIn('measure', intervals) / line.seconds)).toBeLessThan(1);
    expect(due).toBe(2000);
    // Not a message is unaccounted for.
    expect(line.total.sent + unsent).toBe(2000);
    expect(line.total.sent).toBe(sentIn('measure', intervals) + sentIn('drain', intervals));
    // Under way at the end were no more than the target allows.
    expect(line.total.sent - line.total.acknowledged).toBeLessThanOrEqual(10);
    expect(line.total.acknowledged).toBeLessThanOrEqual(account.acknowledged);
    expect(line.total.sent).toBeGreaterThanOrEqual(account.received);
    expect(line.total.sent).toBeLessThan(1000);
  });

  test('because it reads no faster', async () => {
    const { line, intervals, account } = await measureFake(
      { fault: { kind: 'slow', perSecond: 20 } },
      { flow: { payloadBytes: 65_536, load: { kind: 'constant', ratePerSecond: 1000 } }, phases: short },
    );
    const [taken, due, unsent = 0] = figuresOf(line);
    expect(Math.abs((taken ?? 0) - sentIn('measure', intervals) / line.seconds)).toBeLessThan(1);
    expect(due).toBe(1000);
    expect(line.total.sent + unsent).toBe(1000);
    // What lies in the buffers between the two was sent, as far as anybody can tell, and not delivered.
    expect(line.total.delivered).toBeLessThanOrEqual(account.forwarded);
    expect(line.total.sent).toBeGreaterThanOrEqual(account.received);
    expect(unsent).toBeGreaterThan(0);
  });
});
