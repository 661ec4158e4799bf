import { randomBytes } from 'node:crypto';
import { nowMicros } from '../../src/bench/generator/clock.ts';
import { startUsageSampler } from '../../src/bench/machine/process-usage.ts';
import type { WorkerInterval } from '../../src/bench/worker/protocol.ts';
import type { WorkerPool } from '../../src/bench/worker/worker-pool.ts';
import { workloadSchema } from '../../src/bench/workload/schema.ts';
import type { Contest, Reached } from './contest.ts';

/** Our generator on the same work: recording on, accounting on, as in every run. */
export async function ourFlood(
  pool: WorkerPool,
  url: string,
  contest: Contest,
  seconds: number,
): Promise<Reached> {
  const { qos, window, mode } = contest;
  const flow = { qos, subscribers: mode === 'deliver' ? 1 : 0, load: { kind: 'closed', inflight: window } };
  const workload = workloadSchema.parse({ scenario: 'flows', summary: 'contest', flows: [flow] });
  const runTag = randomBytes(3).toString('hex');
  const measured: WorkerInterval[] = [];
  pool.listen((_, interval) => {
    if (interval.phase === 'measure') measured.push(interval);
  });
  await pool.open((worker) => ({
    url,
    dial: {},
    mqtt: '3.1.1',
    runTag,
    worker,
    workers: 1,
    pacing: 'spin',
    workload,
  }));
  const warmupSeconds = 1;
  const startMicros = Math.ceil(nowMicros()) + 20_000;
  using usage = startUsageSampler(pool.pids[0] ?? 0);
  const warm = setTimeout(() => usage.sample(), warmupSeconds * 1000 + 20);
  const [report] = await pool.load({ startMicros, warmupSeconds, measureSeconds: seconds, drainSeconds: 2 });
  clearTimeout(warm);
  const cpuCores = usage.sample()?.cpuCores ?? Number.NaN;
  await pool.close();
  if (report?.flows.some(({ lost }) => lost > 0)) throw new Error('the sink lost messages');
  const elapsed = measured.reduce((sum, { fromMicros, toMicros }) => sum + (toMicros - fromMicros) / 1e6, 0);
  const counts = measured.reduce((sum, { recorded }) => {
    if (mode === 'deliver') return sum + recorded.counts.delivered;
    return sum + (qos === 0 ? recorded.counts.sent : recorded.counts.acknowledged);
  }, 0);
  const perSecond = counts / elapsed;
  return { perSecond, cpuMicros: (cpuCores * 1e6) / perSecond };
}
