import { randomBytes } from 'node:crypto';
import { nowMicros } from '../generator/clock.ts';
import type { IntervalLine } from '../result.ts';
import type { LoadPlan, LoadReport, WorkerPlan } from '../worker/protocol.ts';
import type { Workload } from '../workload/schema.ts';
import { accessOf, type BenchTarget } from './bench-target.ts';
import type { Surroundings } from './collector.ts';
import { type Collected, createCollector } from './collector.ts';
import type { RunContext } from './run-context.ts';

/** Where a load goes. */
export interface LoadOptions {
  readonly target: string;
  readonly stage: string;
  readonly round: number;
  readonly load: Omit<LoadPlan, 'startMicros'>;
  readonly look: () => Surroundings;
  readonly onInterval: (line: IntervalLine, sofar: () => Collected) => void;
}

export interface Loaded {
  readonly reports: readonly LoadReport[];
  readonly collected: Collected;
}

/** So long before the first message is due: the workers hear of it in time. */
const leadMicros = 50_000;

/** What each worker is told of a stage on a target. A new tag each time: nothing of an earlier load is met again. */
export function workerPlans(
  context: RunContext,
  access: ReturnType<typeof accessOf>,
  workload: Workload,
): (worker: number) => WorkerPlan {
  const runTag = randomBytes(3).toString('hex');
  return (worker) => ({
    ...access,
    mqtt: context.mqtt,
    runTag,
    worker,
    workers: context.pool.size,
    pacing: context.pacing,
    workload,
  });
}

/** Makes the connections; what the workers say meanwhile goes to the listener of the load that follows. */
export async function openOn(context: RunContext, target: BenchTarget, workload: Workload): Promise<void> {
  context.pool.listen(() => undefined);
  await context.pool.open(workerPlans(context, accessOf(target), workload));
}

/** One load on connections that stand. */
export async function loadOnce(
  context: RunContext,
  { target, stage, round, load, look, onInterval }: LoadOptions,
): Promise<Loaded> {
  const startMicros = Math.ceil(nowMicros()) + leadMicros;
  const collector = createCollector({
    target,
    stage,
    round,
    workers: context.pool.size,
    startMicros,
    look,
    onLine: (line) => onInterval(line, collector.sofar),
  });
  // The first look begins the time that the next one is about.
  look();
  context.pool.listen((worker, interval) => collector.add(worker, interval));
  const finish = (): void => context.pool.finish();
  context.signal.addEventListener('abort', finish);
  try {
    const loading = context.pool.load({ ...load, startMicros });
    if (context.signal.aborted) finish();
    const reports = await loading;
    return { reports, collected: collector.collected() };
  } finally {
    context.signal.removeEventListener('abort', finish);
  }
}
