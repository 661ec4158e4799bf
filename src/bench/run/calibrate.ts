import type { NullSink } from '../null-sink/null-sink.ts';
import type { CalibrationLine, IntervalLine } from '../result.ts';
import type { LoadPlan } from '../worker/protocol.ts';
import { WorkerError } from '../worker/worker-pool.ts';
import type { Flow, Workload } from '../workload/schema.ts';
import type { PlannedStage } from '../workload/stages.ts';
import type { Collected, Surroundings } from './collector.ts';
import { type Loaded, loadOnce, workerPlans } from './load-once.ts';
import { unitOf } from './measurement.ts';
import type { RunContext } from './run-context.ts';
import { bounds } from './verdict.ts';

/** The sink as a thing to look at while it is loaded. */
export interface SinkView {
  readonly sink: NullSink;
  readonly look: () => Surroundings;
}

const ceilingPhases = { warmupSeconds: 0.5, measureSeconds: 1, drainSeconds: 1 } as const;
const floorPhases = { warmupSeconds: 0.3, measureSeconds: 1, drainSeconds: 1 } as const;
/** Messages under way in all senders together: enough to keep both sides at work, few enough for their caches. */
const messagesUnderWay = 2000;
const bytesUnderWay = 8 * 1024 * 1024;

/**
 * Measures the generator itself, with the same connections, payloads and QoS as the stage: how many messages a
 * second it reaches when the other side does nothing, and what it adds to a latency. A scenario that needs more of a
 * server than answers has no calibration.
 */
export async function calibrate(
  context: RunContext,
  view: SinkView,
  planned: PlannedStage,
): Promise<CalibrationLine | undefined> {
  const { workload, stage } = planned;
  if (!isCalibrated(workload) || context.signal.aborted) return undefined;
  const access = { url: view.sink.url, dial: {} };
  try {
    await context.pool.open(workerPlans(context, access, workload));
    const saturated = await load(context, view, planned, { ...ceilingPhases, ...ceilingLoad(workload) });
    const steady = isOpenLoop(workload)
      ? await load(context, view, planned, { ...floorPhases, ...floorLoad(workload) })
      : saturated;
    return lineOf(stage.name, workload, saturated.collected, steady.collected);
  } catch (error) {
    // The target's own measurement will say what is wrong; the sink serves less than a server.
    if (error instanceof WorkerError && error.code !== 'fault') return undefined;
    throw error;
  } finally {
    await context.pool.close();
  }
}

function isCalibrated({ scenario }: Workload): boolean {
  return scenario === 'flows' || scenario === 'throughput' || scenario === 'connect-storm';
}

function load(
  context: RunContext,
  { look }: SinkView,
  { stage }: PlannedStage,
  plan: Omit<LoadPlan, 'startMicros'>,
): Promise<Loaded> {
  const onInterval = (line: IntervalLine): void =>
    context.onLive({
      target: 'the generator',
      stage: stage.name,
      round: 1,
      doing: 'calibrating',
      interval: line,
    });
  return loadOnce(context, { target: 'sink', stage: stage.name, round: 1, load: plan, look, onInterval });
}

function isOpenLoop(workload: Workload): boolean {
  return 'flows' in workload && workload.flows.some(({ load: { kind } }) => kind !== 'closed');
}

function ceilingLoad(workload: Workload): Pick<LoadPlan, 'load'> {
  if (!('flows' in workload) || !isOpenLoop(workload)) return {};
  const senders = workload.flows.reduce((sum, flow) => sum + topicsOf(flow), 0);
  const largest = Math.max(...workload.flows.map(({ payloadBytes }) => payloadBytes));
  const messages = Math.min(messagesUnderWay, bytesUnderWay / largest);
  return { load: { kind: 'closed', inflight: Math.max(1, Math.floor(messages / senders)) } };
}

function topicsOf({ delivery, publishers, subscribers }: Flow): number {
  return delivery === 'pairs' ? Math.max(publishers, subscribers) : publishers;
}

/** A search has no rate of its own yet: the floor is that of its first step. */
function floorLoad(workload: Workload): Pick<LoadPlan, 'load'> {
  if (workload.scenario !== 'throughput') return {};
  return { load: { kind: 'constant', ratePerSecond: workload.search.startPerSecond } };
}

function lineOf(stage: string, workload: Workload, ceiling: Collected, floor: Collected): CalibrationLine {
  const { measured, generator, usage } = ceiling;
  const unit = unitOf(workload);
  const count = unit === 'connected' ? measured.acknowledged : measured[unit];
  const sinkIsLimit = (usage?.cpuCores ?? 0) >= bounds.busy && generator.busy < bounds.busy;
  return {
    type: 'calibration',
    stage,
    ceilingPerSecond: measured.seconds === 0 ? 1 : Math.max(1, Math.round(count / measured.seconds)),
    unit,
    bound: sinkIsLimit ? 'sink' : 'generator',
    floor: floor.latencies,
  };
}
