import { addAccounting, noAccounting } from '../../bench/accounting.ts';
import type { BenchResult } from '../../bench/bench-result.ts';
import type {
  Accounting,
  BenchLine,
  CalibrationLine,
  Distribution,
  LatencyMetric,
  MeasurementLine,
  Stage,
} from '../../bench/result.ts';
import { latencyMetrics } from '../../bench/result.ts';
import { type Spread, spreadOf } from './spread.ts';
import { countedRounds, type RowStatus, statusOf } from './status.ts';

export type BenchTarget = BenchLine['targets'][number];

export const percentiles = ['p50', 'p90', 'p99', 'p999', 'p9999', 'max'] as const;
export type Percentile = (typeof percentiles)[number];

/** Percentiles of one metric over the rounds; of `max` the highest of all rounds is what counts. */
export type LatencySummary = Readonly<Record<Percentile, Spread>>;

/** One target in one stage, its rounds together. */
export interface BenchRow {
  readonly target: BenchTarget;
  readonly stage: string;
  readonly status: RowStatus;
  /** Every round that has a line. */
  readonly rounds: readonly MeasurementLine[];
  /** The rounds whose numbers the medians are of. */
  readonly counted: readonly MeasurementLine[];
  readonly rate?: Spread;
  readonly offeredPerSecond?: number;
  readonly latencies: Readonly<Partial<Record<LatencyMetric, LatencySummary>>>;
  /** All rounds added up, whatever their status: no loss is hidden behind a median. */
  readonly total: Accounting;
  readonly cpuCores?: Spread;
  /** CPU time of the target for each counted event, in microseconds. */
  readonly cpuMicrosPerEvent?: Spread;
  /** The highest of the rounds. */
  readonly memoryBytes?: number;
  readonly ofCeiling?: Spread;
}

/** One stage of the workload. */
export interface StageSummary {
  readonly stage: Stage;
  readonly calibration?: CalibrationLine;
  /** What the rates of this stage count. */
  readonly unit: MeasurementLine['unit'];
  /** The latency that this stage is about; absent where none was measured. */
  readonly metric?: LatencyMetric;
  /** One for each target, in the order in which they were named. */
  readonly rows: readonly BenchRow[];
}

/** Which latency a stage is about: the first of these that was measured. */
const primaryMetrics: readonly LatencyMetric[] = ['e2e', 'ack', 'connect', 'replay'];

/** Rolls a result up: a stage after the other, in each a row for every target. */
export function summarizeBench(result: BenchResult): readonly StageSummary[] {
  return result.bench.stages.map((stage) => {
    const lines = result.measurements.filter((line) => line.stage === stage.name);
    const rows = result.bench.targets.map((target) =>
      summarizeRow(
        target,
        stage.name,
        lines.filter((line) => line.target === target.name),
      ),
    );
    const calibration = result.calibrations.find((line) => line.stage === stage.name);
    const metric = primaryMetrics.find((one) => rows.some((row) => row.latencies[one] !== undefined));
    return {
      stage,
      ...(calibration === undefined ? {} : { calibration }),
      unit: lines.find((line) => countedRounds([line]).length > 0)?.unit ?? calibration?.unit ?? 'delivered',
      ...(metric === undefined ? {} : { metric }),
      rows,
    };
  });
}

/** Adds counts up. */
export function sumAccounting(parts: readonly Accounting[]): Accounting {
  return parts.reduce(addAccounting, noAccounting);
}

function summarizeRow(target: BenchTarget, stage: string, rounds: readonly MeasurementLine[]): BenchRow {
  const counted = countedRounds(rounds);
  const memory = counted.flatMap(({ usage }) => (usage === undefined ? [] : [usage.memoryBytes]));
  return {
    target,
    stage,
    status: statusOf(rounds),
    rounds,
    counted,
    latencies: latenciesOf(counted),
    total: sumAccounting(rounds.map(({ total }) => total)),
    ...present({
      rate: spreadOf(counted.map((line) => line.ratePerSecond)),
      offeredPerSecond: spreadOf(counted.map((line) => line.offeredPerSecond))?.median,
      cpuCores: spreadOf(counted.map((line) => line.usage?.cpuCores)),
      cpuMicrosPerEvent: spreadOf(counted.map(costOf)),
      memoryBytes: memory.length === 0 ? undefined : Math.max(...memory),
      ofCeiling: spreadOf(counted.map((line) => line.ofCeiling)),
    }),
  };
}

function costOf({ usage, ratePerSecond }: MeasurementLine): number | undefined {
  if (usage === undefined || ratePerSecond <= 0) return undefined;
  return (usage.cpuCores * 1_000_000) / ratePerSecond;
}

function latenciesOf(counted: readonly MeasurementLine[]): BenchRow['latencies'] {
  const found: Partial<Record<LatencyMetric, LatencySummary>> = {};
  for (const metric of latencyMetrics) {
    const distributions = counted.flatMap(({ latencies }) => latencies[metric] ?? []);
    const summary = latencySummary(distributions);
    if (summary !== undefined) found[metric] = summary;
  }
  return found;
}

function latencySummary(distributions: readonly Distribution[]): LatencySummary | undefined {
  const p50 = spreadOf(distributions.map((one) => one.p50));
  const p90 = spreadOf(distributions.map((one) => one.p90));
  const p99 = spreadOf(distributions.map((one) => one.p99));
  const p999 = spreadOf(distributions.map((one) => one.p999));
  const p9999 = spreadOf(distributions.map((one) => one.p9999));
  const max = spreadOf(distributions.map((one) => one.max));
  if (!p50 || !p90 || !p99 || !p999 || !p9999 || !max) return undefined;
  return { p50, p90, p99, p999, p9999, max };
}

/** Without the properties that are undefined. */
function present<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key in object) {
    const value = object[key];
    // The check is what Exclude says; the compiler does not follow it into a generic index.
    if (value !== undefined) kept[key] = value as Exclude<T[typeof key], undefined>;
  }
  return kept;
}
