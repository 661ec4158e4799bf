/**
 * A measurement that does not come to its end says so, keeps what was measured until then, and never hangs.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBenchResult } from '../../report/index.ts';
import { startFakeBroker } from '../fixtures/fake-broker.ts';
import { flowWorkload, measureOn, targetAt } from '../fixtures/measure-on.ts';
import type { BenchResultLine } from '../result.ts';
import { startWorkers, type WorkerPool } from '../worker/worker-pool.ts';
import { benchExitCode } from './exit-code.ts';
import { runBench } from './run-bench.ts';
import { parseThreshold, type Threshold } from './thresholds.ts';

let pool: WorkerPool;
beforeAll(async () => {
  pool = await startWorkers(1);
});
afterAll(async () => {
  await pool[Symbol.asyncDispose]();
});

/** Far longer than any of these takes: each is ended by what it is about. */
const phases = { warmupSeconds: 0, measureSeconds: 60, drainSeconds: 60, connectSeconds: 60 };
const load = { kind: 'constant', ratePerSecond: 1000 };

describe('a target that dies', () => {
  test('in the middle of the load: what was measured until then is there', async () => {
    await using fake = await startFakeBroker({ fault: { kind: 'die', atMessage: 700 } });
    const { line, intervals } = await measureOn(pool, targetAt(fake.url), { flow: { load, qos: 1 }, phases });
    expect(line.status).toBe('died');
    expect(line.reason).toMatch(
      /^the connection of a (publisher|subscriber) was closed by the target \(RST\); what was/,
    );
    expect(fake.account.received).toBe(699);
    // What the reset overtook is not delivered, and what was on its way to the target is not received.
    expect(line.total.sent).toBeGreaterThanOrEqual(699);
    expect(line.total.delivered).toBeGreaterThan(0);
    expect(line.total.delivered).toBeLessThanOrEqual(fake.account.forwarded);
    expect(line.latencies.e2e?.count).toBe(line.total.delivered);
    expect(line.seconds).toBeGreaterThan(0);
    expect(intervals.at(-1)?.phase).toBe('drain');
    expect(benchExitCode([line], undefined)).toBe(2);
  });

  test('with the first message: nobody waits for its answer', async () => {
    await using fake = await startFakeBroker({ fault: { kind: 'die', atMessage: 0 } });
    const { line } = await measureOn(pool, targetAt(fake.url), { flow: { load }, phases });
    expect(line).toMatchObject({ status: 'died', seconds: 0 });
    expect(line.reason).toMatch(/closed by the target \(RST\)/);
  });

  test('before the first connection', async () => {
    await using fake = await startFakeBroker();
    await fake.die();
    const { line } = await measureOn(pool, targetAt(fake.url), { flow: { load }, phases });
    expect(line.status).toBe('died');
    expect(line.reason).toContain(`${fake.url} does not accept a connection: ECONNREFUSED`);
  });

  test('the generator goes on to the next measurement', async () => {
    await using fake = await startFakeBroker();
    const short = { ...phases, measureSeconds: 0.2 };
    const { line } = await measureOn(pool, targetAt(fake.url), { flow: { load, qos: 1 }, phases: short });
    expect(line.total).toMatchObject({ sent: 200, delivered: 200, lost: 0 });
    expect(fake.account.received).toBe(200);
  });
});

test('a receiver that has nothing to say keeps its connection alive', async () => {
  await using fake = await startFakeBroker();
  const flow = { load: { ...load, ratePerSecond: 100 }, keepAliveSeconds: 1 };
  const { line } = await measureOn(pool, targetAt(fake.url), {
    flow,
    phases: { ...phases, measureSeconds: 1.6 },
  });
  expect(fake.account.pingsOfReceivers).toBeGreaterThanOrEqual(1);
  // The answers to these are not taken for those that end a run.
  expect(line.total).toMatchObject({ sent: 160, delivered: 160, lost: 0 });
});

describe('a threshold that ends the run', () => {
  const ending = (text: string): Threshold => ({ ...parseThreshold(text), onBreach: 'abort' });

  test('does so as soon as it is broken, and the exit code says why', async () => {
    await using fake = await startFakeBroker();
    const thresholds = [ending('e2e.p50<1us'), parseThreshold('loss==0')];
    const { line, intervals } = await measureOn(pool, targetAt(fake.url), {
      flow: { load, qos: 1 },
      phases,
      thresholds,
    });
    expect(line).toMatchObject({
      status: 'interrupted',
      reason: 'ended early, because e2e.p50 <1us did not hold',
      thresholds: [
        { expression: 'e2e.p50 <1us', ok: false },
        { expression: 'loss ==0', actual: '0', ok: true },
      ],
    });
    expect(line.total).toMatchObject({
      sent: fake.account.received,
      delivered: fake.account.forwarded,
      lost: 0,
    });
    expect(intervals.at(-1)?.phase).toBe('drain');
    expect(line.seconds).toBeLessThan(phases.measureSeconds / 2);
    expect(benchExitCode([line], undefined)).toBe(99);
  });

  test('does not as long as its number is not known', async () => {
    await using fake = await startFakeBroker();
    const thresholds = [ending('memory<1B'), ending('connect.p99<1us')];
    const short = { ...phases, measureSeconds: 1.2 };
    const { line } = await measureOn(pool, targetAt(fake.url), {
      flow: { load, qos: 1 },
      phases: short,
      thresholds,
    });
    expect(line.status).toMatch(/^(valid|generator-bound)$/);
    expect(line.total.sent).toBe(1200);
    expect(line.thresholds.map(({ actual }) => actual)).toEqual(['none', 'none']);
  });
});

test('a run that is interrupted in the measured phase is a whole result of what was measured', {
  timeout: 60_000,
}, async () => {
  await using fake = await startFakeBroker();
  const interrupt = new AbortController();
  const lines: BenchResultLine[] = [];
  // Many topics that are seldom due: the next message of most of them lies far behind the interruption.
  const flow = { publishers: 40, subscribers: 40, qos: 1, load: { kind: 'poisson', ratePerSecond: 20 } };
  const workload = flowWorkload(flow, phases);
  const exitCode = await runBench({
    targets: [targetAt(fake.url)],
    workload: { name: 'mine', text: 'the file', workload, overrides: {} },
    stages: [
      { stage: { name: 'first', parameters: {} }, workload },
      { stage: { name: 'second', parameters: {} }, workload },
    ],
    mqtt: '3.1.1',
    workers: 2,
    rounds: 2,
    thresholds: [],
    toolVersion: '0.0.0',
    command: 'mqtt-assay bench',
    onLine(line) {
      lines.push(line);
      if (line.type === 'interval' && line.phase === 'measure') interrupt.abort();
    },
    onLive: () => undefined,
    signal: interrupt.signal,
  });
  expect(exitCode).toBe(2);
  expect(lines.at(-1)).toMatchObject({ type: 'end', exitCode: 2, aborted: 'interrupted' });

  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const result = await readBenchResult(bytesOf(text));
  expect(result.end?.aborted).toBe('interrupted');
  expect(result.calibrations.map(({ stage, unit }) => ({ stage, unit }))).toEqual([
    { stage: 'first', unit: 'delivered' },
  ]);
  expect(result.measurements).toHaveLength(1);
  const [line] = result.measurements;
  expect(line).toMatchObject({ stage: 'first', round: 1, status: 'interrupted', reason: 'interrupted' });
  expect(line?.total).toMatchObject({
    sent: fake.account.received,
    delivered: fake.account.forwarded,
    lost: 0,
  });
  // What was due later is not owed, and its sender did not wait for it.
  expect(line?.notes.filter((note) => note.includes('never sent'))).toEqual([]);
  const late = result.intervals
    .filter(({ phase }) => phase === 'drain')
    .reduce((sum, { sent }) => sum + sent, 0);
  expect(late).toBeLessThan(flow.publishers / 4);
  expect(line?.seconds).toBeLessThan(phases.measureSeconds / 2);
});

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}
