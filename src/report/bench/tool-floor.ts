import type { CalibrationLine } from '../../bench/result.ts';
import type { BenchRow, Percentile, StageSummary } from './summary.ts';

/** A latency of less than this many times the floor is mostly the tool's own. */
export const toolBoundFactor = 1.5;

/** The percentiles that are held against the floor; a maximum is one sample, and luck. */
export const flooredPercentiles = ['p50', 'p90', 'p99', 'p999'] as const satisfies readonly Percentile[];

/** Whether so much of a latency is the tool's own that it must not be called the target's. */
export function isToolBound(row: BenchRow, stage: StageSummary, percentile: Percentile): boolean {
  if (stage.metric === undefined || !isFloored(percentile)) return false;
  const value = row.latencies[stage.metric]?.[percentile].median;
  const floor = floorOf(stage, percentile);
  return value !== undefined && floor !== undefined && value <= floor * toolBoundFactor;
}

/** What the tool itself adds at this percentile, in microseconds; undefined where it was not measured. */
export function floorOf({ calibration, metric }: StageSummary, percentile: Percentile): number | undefined {
  return metric === undefined ? undefined : calibration?.floor?.[metric]?.[percentile];
}

/** Whether any latency of a stage is tool-bound. */
export function hasToolBound(stage: StageSummary): boolean {
  return stage.rows.some((row) => flooredPercentiles.some((one) => isToolBound(row, stage, one)));
}

/** Above this share of its ceiling the generator is part of what was measured. */
export const highShareOfCeiling = 0.8;

/** Whose limit the ceiling is, in words. */
export function ceilingText({ bound }: CalibrationLine): string {
  return bound === 'sink'
    ? 'at least; the sink was the limit, not the generator'
    : 'the limit of the generator itself';
}

function isFloored(percentile: Percentile): percentile is (typeof flooredPercentiles)[number] {
  return (flooredPercentiles as readonly Percentile[]).includes(percentile);
}
