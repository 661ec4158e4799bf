import { createHistogram, type Histogram, longestMicros } from './histogram.ts';

/**
 * Counters in the layout of an HdrHistogram with 3 significant digits, for the hot path: recording a value is
 * one shift and one increment, and what is recorded
 * converts into the library's histogram without loss.
 *
 * The first 2048 counters stand for one microsecond each, every 1024 after that for steps twice as wide.
 */
export interface Bins {
  /** @param micros is cut to whole microseconds, and to the range from 0 to 60 s */
  record(micros: number): void;
  recordMany(micros: number, count: number): void;
  /** What was recorded since the last call; undefined when nothing was. */
  take(): RecordedBins | undefined;
}

/** Counters that are not 0. Plain data: it crosses to another process. */
export interface RecordedBins {
  readonly indexes: Uint16Array;
  readonly counts: Uint32Array;
}

const linear = 2048;
const half = 1024;

export function createBins(): Bins {
  const counters = new Uint32Array(binOf(longestMicros) + 1);
  let lowest = counters.length;
  let highest = -1;

  function recordMany(micros: number, count: number): void {
    const value = micros > longestMicros ? longestMicros : micros > 0 ? micros | 0 : 0;
    const index = binOf(value);
    counters[index] = (counters[index] as number) + count;
    if (index < lowest) lowest = index;
    if (index > highest) highest = index;
  }

  return {
    record: (micros) => recordMany(micros, 1),
    recordMany,
    take() {
      if (highest < 0) return undefined;
      const recorded = nonZero(counters, lowest, highest);
      counters.fill(0, lowest, highest + 1);
      lowest = counters.length;
      highest = -1;
      return recorded;
    },
  };
}

/** Adds what was recorded to a histogram. */
export function addBins(histogram: Histogram, { indexes, counts }: RecordedBins): void {
  for (const [at, index] of indexes.entries())
    histogram.recordValueWithCount(valueOf(index), counts[at] as number);
}

/** The same as a histogram of its own. */
export function histogramOf(recorded: RecordedBins): Histogram {
  const histogram = createHistogram();
  addBins(histogram, recorded);
  return histogram;
}

function binOf(value: number): number {
  if (value < linear) return value;
  const shift = 21 - Math.clz32(value);
  return linear + (shift - 1) * half + (value >> shift) - half;
}

/** The lowest value of a bin. */
function valueOf(index: number): number {
  if (index < linear) return index;
  const shift = Math.floor((index - linear) / half) + 1;
  return (((index - linear) % half) + half) * 2 ** shift;
}

function nonZero(counters: Uint32Array, lowest: number, highest: number): RecordedBins {
  let filled = 0;
  for (let index = lowest; index <= highest; index += 1) if (counters[index] !== 0) filled += 1;
  const indexes = new Uint16Array(filled);
  const counts = new Uint32Array(filled);
  let at = 0;
  for (let index = lowest; index <= highest; index += 1) {
    const count = counters[index] as number;
    if (count === 0) continue;
    indexes[at] = index;
    counts[at] = count;
    at += 1;
  }
  return { indexes, counts };
}
