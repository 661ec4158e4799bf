/**
 * How often something took how long, in fixed buckets: bucket `n` holds what took at most 2^n microseconds and more
 * than half of that. The last one holds the rest.
 */
export interface LatencyHistogram {
  /** Float64: a counter that never wraps. */
  readonly counts: Float64Array;
  sumMicros: number;
}

/** 2^22 microseconds are 4.2 seconds; whatever takes longer is a fault, not a latency. */
const boundedBuckets = 23;

/** The upper bounds of the buckets in seconds, without the last one, which has none. */
export const latencyBoundsSeconds: readonly number[] = Array.from(
  { length: boundedBuckets },
  (_, bucket) => 2 ** bucket / 1e6,
);

export const createLatencyHistogram = (): LatencyHistogram => ({
  counts: new Float64Array(boundedBuckets + 1),
  sumMicros: 0,
});

/**
 * For the hot path: no search, no allocation.
 *
 * @param micros whole microseconds; less than 1 counts as 1
 */
export function recordLatency(histogram: LatencyHistogram, micros: number): void {
  const bucket = micros <= 1 ? 0 : 32 - Math.clz32(Math.min(micros, 0xffff_ffff) - 1);
  const within = bucket < boundedBuckets ? bucket : boundedBuckets;
  histogram.counts[within] = (histogram.counts[within] ?? 0) + 1;
  histogram.sumMicros += micros;
}
