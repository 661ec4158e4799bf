import type { BenchResult } from '../../bench/bench-result.ts';
import { decodeHistogram } from '../../bench/recorder/histogram.ts';
import type { IntervalLine, LatencyMetric, MeasurementLine } from '../../bench/result.ts';
import type { BenchRow } from './summary.ts';

/** One interval of the measured phase. */
export interface Moment {
  /** Seconds since the measured phase began, to the end of the interval. */
  readonly atSeconds: number;
  /** In the unit of the measurement. */
  readonly ratePerSecond: number;
  readonly cpuCores?: number;
  readonly p50?: number;
  readonly p99?: number;
}

/** One round of a target as it passed. */
export interface RoundOverTime {
  readonly round: number;
  /** The round that stands for the others: its p99, or its rate, is the median. */
  readonly typical: boolean;
  readonly moments: readonly Moment[];
}

/**
 * The counted rounds of a row, second by second.
 *
 * @throws HistogramError when a histogram of the file is damaged
 */
export function roundsOverTime(
  result: BenchResult,
  row: BenchRow,
  metric: LatencyMetric | undefined,
): readonly RoundOverTime[] {
  const typical = typicalRound(row.counted, metric);
  return row.counted
    .map((line) => ({
      round: line.round,
      typical: line.round === typical,
      moments: momentsOf(intervalsOf(result, line), line.unit, metric),
    }))
    .filter(({ moments }) => moments.length > 0);
}

function intervalsOf(result: BenchResult, line: MeasurementLine): readonly IntervalLine[] {
  return result.intervals.filter(
    ({ target, stage, round, phase }) =>
      target === line.target && stage === line.stage && round === line.round && phase === 'measure',
  );
}

function momentsOf(
  intervals: readonly IntervalLine[],
  unit: MeasurementLine['unit'],
  metric: LatencyMetric | undefined,
): readonly Moment[] {
  const start = intervals[0]?.atSeconds ?? 0;
  return intervals.map((interval, index) => ({
    atSeconds: interval.atSeconds + interval.seconds - start,
    ratePerSecond: eventsOf(interval, intervals[index - 1], unit) / Math.max(interval.seconds, 0.001),
    ...(interval.usage === undefined ? {} : { cpuCores: interval.usage.cpuCores }),
    ...latencyOf(metric === undefined ? undefined : interval.histograms[metric]),
  }));
}

function eventsOf(
  interval: IntervalLine,
  before: IntervalLine | undefined,
  unit: MeasurementLine['unit'],
): number {
  switch (unit) {
    case 'delivered':
      return interval.delivered;
    case 'acknowledged':
      return interval.acknowledged;
    case 'sent':
      return interval.sent;
    case 'connected':
      // Connections that are open, not made: their growth is what was made at least.
      return Math.max(0, interval.connections - (before?.connections ?? 0));
  }
}

function latencyOf(text: string | undefined): Pick<Moment, 'p50' | 'p99'> {
  if (text === undefined) return {};
  const histogram = decodeHistogram(text);
  if (histogram.totalCount === 0) return {};
  return { p50: histogram.getValueAtPercentile(50), p99: histogram.getValueAtPercentile(99) };
}

function typicalRound(
  counted: readonly MeasurementLine[],
  metric: LatencyMetric | undefined,
): number | undefined {
  const key = (line: MeasurementLine): number =>
    (metric === undefined ? undefined : line.latencies[metric]?.p99) ?? line.ratePerSecond;
  const sorted = [...counted].sort((a, b) => key(a) - key(b) || a.round - b.round);
  return sorted[Math.floor((sorted.length - 1) / 2)]?.round;
}
