import { setImmediate as turn } from 'node:timers/promises';
import type { CalibrationLine, IntervalLine, MeasurementLine } from '../result.ts';
import { WorkerError } from '../worker/worker-pool.ts';
import { needsOf } from '../workload/needs.ts';
import type { Phases } from '../workload/schema.ts';
import type { BenchTarget } from './bench-target.ts';
import type { Collected } from './collector.ts';
import { watchConnectionMemory } from './connection-memory.ts';
import { loadOnce, openOn } from './load-once.ts';
import { measurementOf, missingMeasurement } from './measurement.ts';
import type { RunContext, Task } from './run-context.ts';
import { searchThroughput } from './search-throughput.ts';
import { watchSurroundings } from './surroundings.ts';
import { judgeThreshold } from './thresholds.ts';

/** Measures one stage on one target, and gives its line; what goes wrong with the target is part of the line. */
export async function measure(
  context: RunContext,
  target: BenchTarget,
  task: Task,
  calibration: CalibrationLine | undefined,
): Promise<MeasurementLine> {
  const { planned, round } = task;
  const { workload, stage } = planned;
  const parts = {
    target: target.name,
    stage: stage.name,
    round,
    workload,
    thresholds: context.thresholds,
    machine: context.machine,
    ...(calibration === undefined ? {} : { calibration }),
  };
  const capabilities = new Set<string>(target.open.target.capabilities);
  const lacking = needsOf(workload, context.mqtt).find((need) => !capabilities.has(need));
  if (lacking !== undefined)
    return missingMeasurement(parts, 'skipped', `${target.name} does not offer ${lacking}`);

  let exited: string | undefined;
  void target.open.exited?.then(({ message }) => {
    exited = message;
  });
  using surroundings = watchSurroundings(target);
  try {
    context.onLive({ target: target.name, stage: stage.name, round, doing: 'connecting' });
    const memory = watchConnectionMemory(target, workload, surroundings.look);
    await openOn(context, target, workload);
    if (context.signal.aborted)
      return missingMeasurement(parts, 'interrupted', 'interrupted before the load began');
    if (workload.scenario === 'throughput') {
      return await searchThroughput(context, { ...parts, workload, look: surroundings.look });
    }
    let ended: string | undefined;
    const onInterval = (line: IntervalLine, sofar: () => Collected): void => {
      context.onLine(line);
      memory.onInterval(line);
      context.onLive(liveOf(line, workload.phases, calibration));
      if (line.phase !== 'measure') return;
      const broken = brokenAbort(context, parts, sofar);
      if (broken === undefined || ended !== undefined) return;
      ended = `ended early, because ${broken} did not hold`;
      context.pool.finish();
    };
    const { warmupSeconds, measureSeconds, drainSeconds } = workload.phases;
    const loaded = await loadOnce(context, {
      target: target.name,
      stage: stage.name,
      round,
      load: { warmupSeconds, measureSeconds, drainSeconds },
      look: surroundings.look,
      onInterval,
    });
    if (context.signal.aborted) ended ??= 'interrupted';
    // A process that ended is known a moment after its connections are gone.
    await turn();
    return measurementOf({
      ...parts,
      ...loaded,
      figures: memory.figures(),
      ...(exited === undefined ? {} : { exited }),
      ...(ended === undefined ? {} : { ended }),
    });
  } catch (error) {
    if (!(error instanceof WorkerError)) throw error;
    const status = { unsupported: 'skipped', lost: 'died', fault: 'error' } as const;
    return missingMeasurement(parts, status[error.code], exited ?? error.message);
  } finally {
    await context.pool.close().catch(() => undefined);
  }
}

function liveOf(line: IntervalLine, phases: Phases, calibration: CalibrationLine | undefined) {
  const { target, stage, round, phase } = line;
  const passed = line.atSeconds + line.seconds;
  return {
    target,
    stage,
    round,
    doing: phase,
    interval: line,
    secondsLeft: Math.max(0, phases.warmupSeconds + phases.measureSeconds - passed),
    ...(calibration === undefined ? {} : { ceilingPerSecond: calibration.ceilingPerSecond }),
  };
}

/** The first threshold that ends the measurement when it is broken, and is. */
function brokenAbort(
  context: RunContext,
  parts: Parameters<typeof missingMeasurement>[0],
  sofar: () => Collected,
): string | undefined {
  const abort = context.thresholds.filter(({ onBreach }) => onBreach === 'abort');
  if (abort.length === 0) return undefined;
  const numbers = measurementOf({
    ...parts,
    collected: sofar(),
    reports: [],
    machine: context.machine,
  });
  // What has no number yet breaks no limit.
  return abort
    .map((threshold) => judgeThreshold(threshold, numbers))
    .find(({ ok, actual }) => !ok && actual !== 'none')?.expression;
}
