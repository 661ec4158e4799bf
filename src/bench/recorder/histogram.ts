import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from 'hdr-histogram-js';
import type { Distribution } from '../result.ts';

export type { Histogram };

/** Longest latency that is told apart, in microseconds: what is longer counts as this. */
export const longestMicros = 60_000_000;

/** A text that is no histogram. */
export class HistogramError extends Error {
  readonly code = 'bad-histogram';
  override readonly name = 'HistogramError';
}

/** An empty histogram: 1 us to 60 s, 3 significant digits. */
export function createHistogram(): Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: longestMicros,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
    autoResize: false,
    useWebAssembly: false,
  });
}

/** The histogram in its V2 compressed form, in base64. */
export function encodeHistogram(histogram: Histogram): string {
  return encodeIntoCompressedBase64(histogram);
}

/**
 * Reads a histogram of a result file.
 *
 * @throws HistogramError when the text is none, or one of another range or precision
 */
export function decodeHistogram(base64: string): Histogram {
  let histogram: Histogram;
  try {
    histogram = decodeFromCompressedBase64(base64, 32, false);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HistogramError(`a histogram cannot be read (${reason}): the file is damaged.`);
  }
  if (histogram.highestTrackableValue !== longestMicros || histogram.numberOfSignificantValueDigits !== 3) {
    throw new HistogramError('a histogram has another range than 1 us to 60 s at 3 digits: it is not ours.');
  }
  return histogram;
}

/** Adds histograms up without loss; of none it is an empty one. */
export function mergeHistograms(histograms: Iterable<Histogram>): Histogram {
  const sum = createHistogram();
  for (const histogram of histograms) sum.add(histogram);
  return sum;
}

/** What a report says of a histogram, in microseconds; undefined of an empty one. */
export function distributionOf(histogram: Histogram): Distribution | undefined {
  if (histogram.totalCount === 0) return undefined;
  const at = (percentile: number): number => histogram.getValueAtPercentile(percentile);
  return {
    count: histogram.totalCount,
    min: at(0),
    mean: Math.round(histogram.mean * 10) / 10,
    p50: at(50),
    p90: at(90),
    p99: at(99),
    p999: at(99.9),
    p9999: at(99.99),
    // Not the largest that was recorded: that is not kept in a file, and would lie below p50 within one step.
    max: at(100),
    histogram: encodeHistogram(histogram),
  };
}

/** The text form that plotters of percentile distributions read (`.hgrm`), in milliseconds. */
export function hgrmText(histogram: Histogram): string {
  return histogram.outputPercentileDistribution(5, 1000);
}
