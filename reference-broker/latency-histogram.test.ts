import { expect, test } from 'vitest';
import { createLatencyHistogram, latencyBoundsSeconds, recordLatency } from './latency-histogram.ts';

/** The upper bound in seconds of the bucket that a latency fell into. */
function boundOf(micros: number): number | undefined {
  const histogram = createLatencyHistogram();
  recordLatency(histogram, micros);
  return latencyBoundsSeconds[histogram.counts.indexOf(1)];
}

test.each([
  [0, 1e-6],
  [1, 1e-6],
  [2, 2e-6],
  [3, 4e-6],
  [4, 4e-6],
  [5, 8e-6],
  [1_024, 1_024e-6],
  [1_025, 2_048e-6],
  [4_194_304, 4.194304],
])('%d microseconds fall into the bucket up to %d seconds', (micros, bound) => {
  expect(boundOf(micros)).toBe(bound);
});

test.each([4_194_305, 2 ** 31, 2 ** 33])('%d microseconds are beyond every bound', (micros) => {
  const histogram = createLatencyHistogram();
  recordLatency(histogram, micros);
  expect(histogram.counts.at(-1)).toBe(1);
});

test('the sum is kept beside the buckets', () => {
  const histogram = createLatencyHistogram();
  for (const micros of [3, 4, 100]) recordLatency(histogram, micros);
  expect(histogram.sumMicros).toBe(107);
  expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(3);
});
