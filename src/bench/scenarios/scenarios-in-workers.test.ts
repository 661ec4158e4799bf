import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nowMicros } from '../generator/clock.ts';
import type { WorkerInterval } from '../worker/protocol.ts';
import { startWorkers, type WorkerPool } from '../worker/worker-pool.ts';
import { workloadSchema } from '../workload/schema.ts';
import { startBroker } from './run-scenario.test.helper.ts';

let pool: WorkerPool;
beforeAll(async () => {
  pool = await startWorkers(2);
});
afterAll(async () => {
  await pool[Symbol.asyncDispose]();
});

const phases = { warmupSeconds: 0, measureSeconds: 2, drainSeconds: 2, connectSeconds: 10 };

describe.each([
  { scenario: 'reconnect-storm', connections: 30, atOnce: 8, queuedPerSession: 3 },
  { scenario: 'will-storm', connections: 30, atOnce: 8 },
  { scenario: 'retained-replay', retainedMessages: 300, subscribers: 3 },
  { scenario: 'offline-drain', subscribers: 3, queuedPerSubscriber: 100 },
])('$scenario in two processes', (parameters) => {
  test('nothing is lost, and nothing is left', async () => {
    await using served = await startBroker();
    const workload = workloadSchema.parse({ summary: 's', ...parameters, phases });
    const intervals: WorkerInterval[] = [];
    pool.listen((_, interval) => intervals.push(interval));
    await pool.open((worker) => ({
      url: served.url,
      dial: {},
      mqtt: '3.1.1',
      runTag: 'test',
      worker,
      workers: 2,
      pacing: 'timer',
      workload,
    }));
    const reports = await pool.load({ ...phases, startMicros: nowMicros() });
    await pool.close();
    const flows = reports.flatMap((report) => report.flows);
    const sum = (name: 'expected' | 'delivered' | 'lost' | 'duplicated'): number =>
      flows.reduce((total, flow) => total + flow[name], 0);
    expect(flows.map(({ delivered }) => delivered > 0)).toEqual([true, true]);
    expect(sum('delivered')).toBe(sum('expected'));
    expect([sum('lost'), sum('duplicated')]).toEqual([0, 0]);
    expect(reports.map(({ lost }) => lost)).toEqual([undefined, undefined]);
    const measured = intervals.filter(({ phase }) => phase === 'measure' || phase === 'drain');
    const delivered = measured.reduce((total, { recorded }) => total + recorded.counts.delivered, 0);
    expect(delivered).toBe(sum('expected'));
    expect(served.broker.stats).toMatchObject({ connections: 0, sessions: 0, retainedMessages: 0 });
  });
});
