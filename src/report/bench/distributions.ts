import { decodeHistogram, type Histogram, mergeHistograms } from '../../bench/recorder/histogram.ts';
import type { LatencyMetric } from '../../bench/result.ts';
import type { BenchRow } from './summary.ts';

/** A point of a percentile spectrum. */
export interface SpectrumPoint {
  /** 0 to 100. */
  readonly percentile: number;
  readonly micros: number;
}

/**
 * The histograms of all counted rounds as one; undefined where there are none.
 *
 * @throws HistogramError when a histogram of the file is damaged
 */
export function mergedHistogram(row: BenchRow, metric: LatencyMetric): Histogram | undefined {
  const parts = row.counted.flatMap(({ latencies }) => latencies[metric] ?? []);
  const merged = mergeHistograms(parts.map(({ histogram }) => decodeHistogram(histogram)));
  return merged.totalCount === 0 ? undefined : merged;
}

const pointsPerDecade = 24;

/**
 * The latency at percentiles that lie evenly on an axis of 0, 90, 99, 99.9 %, up to the last that so many
 * samples can tell.
 */
export function spectrumPoints(histogram: Histogram): readonly SpectrumPoint[] {
  const decades = Math.log10(Math.max(1, histogram.totalCount));
  const steps = Math.ceil(decades * pointsPerDecade);
  const points: SpectrumPoint[] = [];
  for (let step = 0; step <= steps; step += 1) {
    const percentile = 100 * (1 - 10 ** -Math.min(decades, step / pointsPerDecade));
    points.push({ percentile, micros: Math.max(1, histogram.getValueAtPercentile(percentile)) });
  }
  return points;
}
