import { addAccounting, noAccounting } from '../accounting.ts';
import type { Accounting, BenchLine, CalibrationLine, Figure, MeasurementLine } from '../result.ts';
import type { LoadPlan, LoadReport } from '../worker/protocol.ts';
import type { Workload } from '../workload/schema.ts';
import type { Collected } from './collector.ts';
import { judgeThreshold, type Threshold } from './thresholds.ts';
import { type Evidence, verdictOf } from './verdict.ts';

/** What a measurement line is made of, besides what was collected. */
export interface MeasurementParts {
  readonly target: string;
  readonly stage: string;
  readonly round: number;
  readonly workload: Workload;
  readonly load?: LoadPlan['load'];
  readonly collected: Collected;
  readonly reports: readonly LoadReport[];
  /** Besides those of the workers. */
  readonly figures?: readonly Figure[];
  readonly calibration?: CalibrationLine;
  readonly thresholds: readonly Threshold[];
  readonly machine: BenchLine['machine'];
  readonly exited?: string;
  readonly ended?: string;
}

/** Messages that may be sent a moment after the phase in which they were due: a timer is late, not the target. */
const fewAtTheEnd = 5;

/** The line of a measurement that took place. */
export function measurementOf(parts: MeasurementParts): MeasurementLine {
  const { target, stage, round, collected, reports, calibration, workload } = parts;
  const { measured, latencies, generator, usage } = collected;
  const seconds = measured.seconds;
  const perSecond = (count: number): number => (seconds === 0 ? 0 : Math.round((count / seconds) * 10) / 10);
  const unit = unitOf(workload);
  const flows = sumByName(reports);
  const total = sumOf(flows);
  const offered = offeredPerSecond(workload, parts.load);
  const ratePerSecond = perSecond(countedAs(unit, measured));
  const ofCeiling = calibration === undefined ? undefined : ratePerSecond / calibration.ceilingPerSecond;
  const numbers = {
    seconds: Math.round(seconds * 1000) / 1000,
    ratePerSecond,
    unit,
    ...(offered === undefined ? {} : { offeredPerSecond: offered }),
    sentPerSecond: perSecond(measured.sent),
    ...(ofCeiling === undefined ? {} : { ofCeiling: Math.round(ofCeiling * 1000) / 1000 }),
    latencies,
    total,
    flows: flows.map(({ standing: _standing, ...flow }) => flow),
    figures: [...mergedFigures(reports), ...(parts.figures ?? [])],
    generator,
    ...(usage === undefined ? {} : { usage }),
  };
  const lost = reports.find((report) => report.lost !== undefined)?.lost;
  const unsent = reports.reduce((sum, report) => sum + report.unsent, 0);
  const missed = Math.max(0, measured.sentLate - fewAtTheEnd) + unsent;
  const evidence: Evidence = {
    judged: numbers,
    unsent,
    missedShare: missed === 0 ? 0 : missed / (measured.sent + missed),
    cores: parts.machine.cores,
    ...(calibration === undefined ? {} : { calibration }),
    ...(lost === undefined ? {} : { lost }),
    ...(parts.exited === undefined ? {} : { exited: parts.exited }),
    ...(parts.ended === undefined ? {} : { ended: parts.ended }),
  };
  const verdict = verdictOf(evidence);
  return {
    type: 'measurement',
    target,
    stage,
    round,
    ...verdict,
    notes: [...reports.flatMap(({ notes }) => notes), ...verdict.notes],
    ...numbers,
    thresholds: parts.thresholds.map((threshold) => judgeThreshold(threshold, numbers)),
  };
}

/** The line of a measurement that did not take place. */
export function missingMeasurement(
  {
    target,
    stage,
    round,
    workload,
    thresholds,
  }: Pick<MeasurementParts, 'target' | 'stage' | 'round' | 'workload' | 'thresholds'>,
  status: 'skipped' | 'died' | 'interrupted' | 'error',
  reason: string,
): MeasurementLine {
  return {
    type: 'measurement',
    target,
    stage,
    round,
    status,
    reason,
    advice: [],
    notes: [],
    seconds: 0,
    ratePerSecond: 0,
    unit: unitOf(workload),
    sentPerSecond: 0,
    latencies: {},
    total: noAccounting,
    flows: [],
    figures: [],
    generator: { busy: 0, loopDelayP99: 0, longestGcPause: 0 },
    // What was skipped has no limit to keep.
    thresholds:
      status === 'skipped'
        ? []
        : thresholds.map(({ expression }) => ({ expression, actual: 'none', ok: false })),
  };
}

/** What the rate of a workload counts: deliveries where somebody listens. A CONNACK is counted as acknowledgement. */
export function unitOf(workload: Workload): MeasurementLine['unit'] {
  switch (workload.scenario) {
    case 'flows':
    case 'throughput':
      if (workload.flows.some(({ subscribers }) => subscribers > 0)) return 'delivered';
      return workload.flows.some(({ qos }) => qos > 0) ? 'acknowledged' : 'sent';
    case 'connect-storm':
    case 'reconnect-storm':
    case 'idle-connections':
      return 'connected';
    case 'retained-replay':
    case 'offline-drain':
    case 'will-storm':
    case 'http-publish':
      return 'delivered';
  }
}

function countedAs(unit: MeasurementLine['unit'], measured: Collected['measured']): number {
  switch (unit) {
    case 'delivered':
      return measured.delivered;
    case 'connected':
    case 'acknowledged':
      return measured.acknowledged;
    case 'sent':
      return measured.sent;
  }
}

/** Messages due per second, where all flows have a steady rate of their own. */
function offeredPerSecond(workload: Workload, load: LoadPlan['load']): number | undefined {
  if (!('flows' in workload)) return undefined;
  const loads = load === undefined ? workload.flows.map((flow) => flow.load) : [load];
  let sum = 0;
  for (const one of loads) {
    if (one.kind !== 'constant' && one.kind !== 'poisson') return undefined;
    sum += one.ratePerSecond;
  }
  return load === undefined ? sum : sum * workload.flows.length;
}

function sumByName(reports: readonly LoadReport[]): LoadReport['flows'] {
  const sums = new Map<string, LoadReport['flows'][number]>();
  for (const flow of reports.flatMap(({ flows }) => flows)) {
    const sum = sums.get(flow.name);
    sums.set(flow.name, sum === undefined ? flow : { ...flow, ...addAccounting(sum, flow) });
  }
  return [...sums.values()];
}

/** Receivers that are made slow on purpose would drown what the others got: they stand in their own row only. */
function sumOf(flows: LoadReport['flows']): Accounting {
  return flows
    .filter(({ standing }) => standing !== 'apart')
    .reduce<Accounting>((sum, flow) => addAccounting(sum, flow), noAccounting);
}

/** Rates and counts of several workers add up; of other figures the largest counts. */
function mergedFigures(reports: readonly LoadReport[]): Figure[] {
  const merged = new Map<string, Figure>();
  for (const figure of reports.flatMap(({ figures }) => figures)) {
    const before = merged.get(figure.name);
    const adds = figure.unit === 'per second' || figure.unit === 'count';
    if (before === undefined) merged.set(figure.name, figure);
    else if (adds) merged.set(figure.name, { ...figure, value: before.value + figure.value });
    else merged.set(figure.name, { ...figure, value: Math.max(before.value, figure.value) });
  }
  return [...merged.values()];
}
