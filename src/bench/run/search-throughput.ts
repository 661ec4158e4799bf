import type { CalibrationLine, IntervalLine, MeasurementLine } from '../result.ts';
import type { WorkloadOf } from '../workload/schema.ts';
import type { Surroundings } from './collector.ts';
import { loadOnce } from './load-once.ts';
import { type MeasurementParts, measurementOf } from './measurement.ts';
import type { RunContext } from './run-context.ts';
import { judgeThreshold, type Threshold, thresholdOf } from './thresholds.ts';
import { bounds } from './verdict.ts';

export interface SearchParts extends Omit<MeasurementParts, 'collected' | 'reports' | 'load'> {
  readonly workload: WorkloadOf<'throughput'>;
  readonly calibration?: CalibrationLine;
  readonly look: () => Surroundings;
}

/** What one step of the search showed. */
interface Step {
  readonly ratePerSecond: number;
  /** Why the rate is not sustained; undefined when it is. */
  readonly broken: string | undefined;
}

const mostSteps = 40;
const stepWarmupSeconds = 0.3;

/**
 * Finds the highest rate that keeps within the workload's objective: doubles it until it does not, then halves the
 * distance. A rate is given up only when it fails twice. The highest that held is then measured in full; when it
 * does not hold over the longer time, a lower one is, and so on for a few times.
 */
export async function searchThroughput(context: RunContext, parts: SearchParts): Promise<MeasurementLine> {
  const { workload } = parts;
  const { search } = workload;
  const objective = Object.entries(search.objective).map(([name, limit]) =>
    thresholdOf(name, limit, 'report'),
  );
  const steps: Step[] = [];
  const held: number[] = [];
  let failed = Number.POSITIVE_INFINITY;
  let rate = search.startPerSecond;
  let why: string | undefined;

  while (steps.length < mostSteps && !context.signal.aborted) {
    const step = await tryTwice(context, parts, objective, rate);
    steps.push(step);
    if (step.broken === undefined) held.push(rate);
    else {
      failed = rate;
      why = step.broken;
    }
    const highest = held.at(-1) ?? 0;
    if (failed !== Number.POSITIVE_INFINITY && failed / Math.max(highest, 1) - 1 <= search.precision) break;
    if (failed <= 1) break;
    rate = failed === Number.POSITIVE_INFINITY ? rate * 2 : nextBetween(highest, failed);
  }
  const { measurement, ratePerSecond } = await measureHighest(context, parts, objective, held, rate);
  const notes = [...measurement.notes];
  if (why !== undefined)
    notes.push(`At ${Math.round(failed).toLocaleString('en')} messages per second ${why}.`);
  return {
    ...measurement,
    notes,
    figures: [
      { name: 'highest rate within the objective', value: Math.round(ratePerSecond), unit: 'per second' },
      { name: 'steps of the search', value: steps.length, unit: 'count' },
      ...measurement.figures,
    ],
  };
}

function nextBetween(held: number, failed: number): number {
  return held === 0 ? failed / 2 : Math.sqrt(held * failed);
}

async function tryTwice(
  context: RunContext,
  parts: SearchParts,
  objective: readonly Threshold[],
  ratePerSecond: number,
): Promise<Step> {
  const first = await tryRate(context, parts, objective, ratePerSecond);
  if (first.broken === undefined || context.signal.aborted) return first;
  return await tryRate(context, parts, objective, ratePerSecond);
}

async function tryRate(
  context: RunContext,
  parts: SearchParts,
  objective: readonly Threshold[],
  ratePerSecond: number,
): Promise<Step> {
  const { search, phases } = parts.workload;
  const load = { kind: 'constant', ratePerSecond: ratePerSecond / parts.workload.flows.length } as const;
  const loaded = await loadOnce(context, {
    ...parts,
    load: {
      warmupSeconds: stepWarmupSeconds,
      measureSeconds: search.stepSeconds,
      drainSeconds: Math.min(2, phases.drainSeconds),
      load,
    },
    onInterval: (line) => showStep(context, line, ratePerSecond),
  });
  const result = measurementOf({ ...parts, ...loaded, load });
  return { ratePerSecond, broken: brokenOf(result, objective, ratePerSecond) };
}

const mostFullRuns = 5;
/** A rate that held for a second and not for longer was too high by more than the precision of the search. */
const nextLower = 0.8;

/** What one rate shows over the whole measured phase. */
interface FullRun {
  readonly measurement: MeasurementLine;
  readonly lines: readonly IntervalLine[];
  /** Within the objective; 0 when it was not kept at any rate. */
  readonly ratePerSecond: number;
}

/** Only the lines of the run that counts go into the result. */
async function measureHighest(
  context: RunContext,
  parts: SearchParts,
  objective: readonly Threshold[],
  held: readonly number[],
  lowest: number,
): Promise<FullRun> {
  let rate = held.at(-1) ?? lowest;
  let run = await measureInFull(context, parts, objective, rate);
  for (let attempt = 1; attempt < mostFullRuns && run.ratePerSecond === 0; attempt += 1) {
    if (context.signal.aborted) break;
    rate *= nextLower;
    run = await measureInFull(context, parts, objective, rate);
  }
  for (const line of run.lines) context.onLine(line);
  return run;
}

async function measureInFull(
  context: RunContext,
  parts: SearchParts,
  objective: readonly Threshold[],
  ratePerSecond: number,
): Promise<FullRun> {
  const { warmupSeconds, measureSeconds, drainSeconds } = parts.workload.phases;
  const load = { kind: 'constant', ratePerSecond: ratePerSecond / parts.workload.flows.length } as const;
  const lines: IntervalLine[] = [];
  const loaded = await loadOnce(context, {
    ...parts,
    load: { warmupSeconds, measureSeconds, drainSeconds, load },
    onInterval: (line) => {
      lines.push(line);
      showStep(context, line, ratePerSecond);
    },
  });
  const measurement = measurementOf({
    ...parts,
    ...loaded,
    load,
    ...(context.signal.aborted ? { ended: 'interrupted' } : {}),
  });
  const isKept = brokenOf(measurement, objective, ratePerSecond) === undefined;
  return { measurement, lines, ratePerSecond: isKept ? ratePerSecond : 0 };
}

/** Why a rate is not sustained. */
function brokenOf(
  measurement: MeasurementLine,
  objective: readonly Threshold[],
  ratePerSecond: number,
): string | undefined {
  if (measurement.sentPerSecond < ratePerSecond * bounds.reachedShare) {
    return `only ${Math.round(measurement.sentPerSecond).toLocaleString('en')} were taken`;
  }
  const missed = objective.map((one) => judgeThreshold(one, measurement)).find(({ ok }) => !ok);
  return missed && `${missed.expression} did not hold (it was ${missed.actual})`;
}

function showStep(context: RunContext, line: IntervalLine, ratePerSecond: number): void {
  const { target, stage, round, phase } = line;
  const rate = Math.round(ratePerSecond).toLocaleString('en');
  context.onLive({ target, stage, round, doing: `${rate} msg/s, ${phase}`, interval: line });
}
