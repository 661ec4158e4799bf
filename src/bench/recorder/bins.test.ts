import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addBins, createBins, histogramOf } from './bins.ts';
import { createHistogram, distributionOf, type Histogram, longestMicros } from './histogram.ts';

const percentiles = [0, 1, 10, 25, 50, 75, 90, 99, 99.9, 99.99, 100];

/** What a result says of a histogram, the histogram as text among it, and more percentiles than it has. */
function readingsOf(histogram: Histogram) {
  return {
    distribution: distributionOf(histogram),
    percentiles: percentiles.map((percentile) => histogram.getValueAtPercentile(percentile)),
  };
}

function throughBins(values: readonly number[]): Histogram {
  const bins = createBins();
  for (const value of values) bins.record(value);
  const recorded = bins.take();
  return recorded === undefined ? createHistogram() : histogramOf(recorded);
}

function directly(values: readonly number[]): Histogram {
  const histogram = createHistogram();
  for (const value of values) histogram.recordValue(value);
  return histogram;
}

/** Whole microseconds of every magnitude: uniform numbers would nearly all be of the last one. */
const anyMicros = fc
  .tuple(fc.integer({ min: 0, max: 25 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([power, fraction]) => Math.min(longestMicros, Math.floor(2 ** power * (1 + fraction))));

test('values that go through bins are the histogram that they make when recorded one by one', () => {
  fc.assert(
    fc.property(fc.array(anyMicros, { maxLength: 300 }), (values) => {
      expect(readingsOf(throughBins(values))).toEqual(readingsOf(directly(values)));
    }),
    { numRuns: 60 },
  );
});

test.each([
  0, 1, 1023, 1024, 2046, 2047, 2048, 2049, 2050, 4095, 4096, 4097, 8191, 8192, 999_999, 1_000_000,
  33_554_431, 33_554_432, 59_999_999, 60_000_000,
])('%i us is the same value through bins', (micros) => {
  expect(readingsOf(throughBins([micros]))).toEqual(readingsOf(directly([micros])));
});

test('every bin that there is converts into a value of its own', () => {
  const bins = createBins();
  // Steps no wider than the narrowest bin of each magnitude.
  for (let micros = 0; micros <= longestMicros; micros += Math.max(1, Math.floor(micros / 2048)))
    bins.record(micros);
  bins.record(longestMicros);
  const { indexes } = bins.take() ?? { indexes: new Uint16Array(0) };
  expect([...indexes]).toEqual(Array.from({ length: 17_192 }, (_, index) => index));
  const histogram = createHistogram();
  const notRising: number[] = [];
  let before = -1;
  for (const index of indexes) {
    histogram.reset();
    addBins(histogram, { indexes: Uint16Array.of(index), counts: Uint32Array.of(1) });
    const value = histogram.maxValue;
    if (value <= before) notRising.push(index);
    before = value;
  }
  expect(notRising).toEqual([]);
});

test.each([
  { micros: 60_000_001, counts: 60_000_000 },
  { micros: 3_600_000_000, counts: 60_000_000 },
  { micros: 2 ** 40, counts: 60_000_000 },
  { micros: Number.POSITIVE_INFINITY, counts: 60_000_000 },
  { micros: -1, counts: 0 },
  { micros: -(2 ** 40), counts: 0 },
  { micros: 0.999, counts: 0 },
  { micros: 2047.9, counts: 2047 },
])('$micros us counts as $counts us', ({ micros, counts }) => {
  expect(readingsOf(throughBins([micros]))).toEqual(readingsOf(directly([counts])));
});

test('many at once are as many one by one', () => {
  const bins = createBins();
  bins.recordMany(12_345, 70_000);
  bins.record(12_345);
  const histogram = createHistogram();
  const recorded = bins.take();
  if (recorded !== undefined) addBins(histogram, recorded);
  expect(histogram.totalCount).toBe(70_001);
  expect(histogram.getValueAtPercentile(50)).toBe(directly([12_345]).getValueAtPercentile(50));
});

test('what was taken is not taken again, and what comes after it is', () => {
  const bins = createBins();
  expect(bins.take()).toBeUndefined();
  bins.record(5000);
  bins.record(3);
  expect(bins.take()?.counts).toEqual(Uint32Array.of(1, 1));
  expect(bins.take()).toBeUndefined();
  bins.record(4);
  expect(bins.take()).toEqual({ indexes: Uint16Array.of(4), counts: Uint32Array.of(1) });
});

test('histograms of intervals add up to that of the whole time', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyMicros, { maxLength: 50 }), { maxLength: 5 }), (intervals) => {
      const bins = createBins();
      const sum = createHistogram();
      for (const values of intervals) {
        for (const value of values) bins.record(value);
        const recorded = bins.take();
        if (recorded !== undefined) addBins(sum, recorded);
      }
      expect(readingsOf(sum)).toEqual(readingsOf(directly(intervals.flat())));
    }),
    { numRuns: 30 },
  );
});
