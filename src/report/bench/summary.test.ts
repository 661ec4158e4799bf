import { describe, expect, test } from 'vitest';
import { createHistogram, mergeHistograms } from '../../bench/recorder/histogram.ts';
import type { MeasurementLine } from '../../bench/result.ts';
import { mergedHistogram, spectrumPoints } from './distributions.ts';
import { figureRows } from './figures.ts';
import {
  madeUpBench,
  madeUpBenchOf,
  madeUpChance,
  madeUpDistributions,
  madeUpHistogram,
  madeUpMeasurement,
} from './made-up-bench.test.helper.ts';
import { omissionOf } from './omission.ts';
import { roundsOverTime } from './over-time.ts';
import { halfRangeText, spreadOf } from './spread.ts';
import { type BenchRow, summarizeBench } from './summary.ts';
import { isToolBound } from './tool-floor.ts';

const shape = { medianMicros: 100, width: 0.3, tailShare: 0, tailMicros: 0 };

function roundOf(
  round: number,
  medianMicros: number,
  changes: Partial<MeasurementLine> = {},
): MeasurementLine {
  const e2e = madeUpHistogram({ ...shape, medianMicros }, 2000, madeUpChance(round));
  return madeUpMeasurement({ round, latencies: madeUpDistributions({ e2e }), ...changes });
}

function onlyRow(lines: readonly MeasurementLine[]): BenchRow {
  const row = summarizeBench(madeUpBenchOf(lines))[0]?.rows[0];
  if (row === undefined) throw new Error('the made-up result has no row');
  return row;
}

describe('a spread', () => {
  test('is the middle and the ends', () => {
    expect(spreadOf([5, 1, 3])).toEqual({ median: 3, low: 1, high: 5, rounds: 3 });
    expect(spreadOf([4, undefined, 2])).toEqual({ median: 3, low: 2, high: 4, rounds: 2 });
    expect(spreadOf([undefined])).toBeUndefined();
  });

  test('is told as half the range, as a share of the median', () => {
    expect(halfRangeText(spreadOf([90, 100, 110]))).toBe('±10 %');
    expect(halfRangeText(spreadOf([100]))).toBe('');
  });
});

describe('rounds as one row', () => {
  test('give medians of rates and percentiles, and the highest of maxima', () => {
    const lines = [roundOf(1, 100), roundOf(2, 900), roundOf(3, 110)].map((line, index) => ({
      ...line,
      ratePerSecond: [10, 30, 20][index] ?? 0,
    }));
    const row = onlyRow(lines);
    expect(row.rate).toMatchObject({ median: 20, low: 10, high: 30 });
    expect(row.latencies.e2e?.p50.median).toBe(lines[2]?.latencies.e2e?.p50);
    expect(row.latencies.e2e?.max.high).toBe(lines[1]?.latencies.e2e?.max);
  });

  test('hide no loss: counts are sums over all rounds, even those whose numbers do not count', () => {
    const total = { ...madeUpMeasurement().total, lost: 3 };
    const row = onlyRow([
      roundOf(1, 100, { total }),
      roundOf(2, 100, { total, status: 'generator-bound', reason: 'too fast' }),
    ]);
    expect(row.total.lost).toBe(6);
    expect(row.counted).toHaveLength(1);
  });

  test('have the gravest status of all', () => {
    expect(onlyRow([roundOf(1, 100), roundOf(2, 100, { status: 'died' })]).status).toBe('died');
    expect(
      onlyRow([roundOf(1, 100, { status: 'generator-bound' }), roundOf(2, 100, { status: 'failed' })]).status,
    ).toBe('failed');
  });

  test('of a target that was never measured are a row without numbers', () => {
    const result = madeUpBenchOf([roundOf(1, 100)]);
    const [stage] = summarizeBench({ ...result, measurements: [] });
    expect(stage?.rows[0]).toMatchObject({ status: 'not measured', latencies: {}, counted: [] });
    expect(stage?.rows[0]?.rate).toBeUndefined();
  });

  test('cost what CPU they took for each event', () => {
    const usage = { cpuCores: 0.5, memoryBytes: 1000 };
    const row = onlyRow([
      roundOf(1, 100, { usage, ratePerSecond: 100_000 }),
      roundOf(2, 100, { usage: { ...usage, memoryBytes: 3000 }, ratePerSecond: 100_000 }),
    ]);
    expect(row.cpuMicrosPerEvent?.median).toBe(5);
    expect(row.memoryBytes).toBe(3000);
  });

  test('have figures where the scenario has them', () => {
    const figure = { name: 'memory per connection', unit: 'bytes' } as const;
    const result = madeUpBenchOf([
      roundOf(1, 100, { figures: [{ ...figure, value: 700 }] }),
      roundOf(1, 100, { target: 'other' }),
    ]);
    const [stage] = summarizeBench(result);
    if (stage === undefined) throw new Error('the made-up result has no stage');
    expect(figureRows(stage)).toMatchObject([{ ...figure, values: [{ median: 700 }, undefined] }]);
  });
});

describe('a stage', () => {
  const latencies = madeUpDistributions({
    ack: madeUpHistogram(shape, 100, madeUpChance(1)),
    lateness: madeUpHistogram(shape, 100, madeUpChance(2)),
  });

  test('is about its end-to-end latency, else about that of acknowledgements', () => {
    expect(summarizeBench(madeUpBenchOf([roundOf(1, 100)]))[0]?.metric).toBe('e2e');
    expect(summarizeBench(madeUpBenchOf([roundOf(1, 100, { latencies })]))[0]?.metric).toBe('ack');
  });

  test('marks what lies within 1.5 times of the floor, but never a maximum', () => {
    const result = madeUpBenchOf([roundOf(1, 149), roundOf(1, 160, { target: 'slower' })]);
    const floor = madeUpDistributions({ e2e: madeUpHistogram({ ...shape, width: 0 }, 100, madeUpChance(3)) });
    const calibration = {
      type: 'calibration',
      stage: 'qos 0',
      ceilingPerSecond: 1e6,
      unit: 'delivered',
      bound: 'generator',
      floor,
    } as const;
    const lines = result.measurements.map((line) => ({
      ...line,
      latencies: madeUpDistributions({
        e2e: madeUpHistogram(
          { ...shape, width: 0, medianMicros: line.target === 'slower' ? 151 : 149 },
          100,
          madeUpChance(4),
        ),
      }),
    }));
    const [stage] = summarizeBench({ ...result, measurements: lines, calibrations: [calibration] });
    if (stage === undefined) throw new Error('the made-up result has no stage');
    expect(stage.rows.map((row) => isToolBound(row, stage, 'p99'))).toEqual([true, false]);
    expect(stage.rows.map((row) => isToolBound(row, stage, 'max'))).toEqual([false, false]);
  });
});

describe('coordinated omission', () => {
  function rowWith(e2e: number, e2eUncorrected: number): BenchRow {
    const exact = (micros: number) =>
      madeUpHistogram({ ...shape, width: 0, medianMicros: micros }, 100, madeUpChance(5));
    return onlyRow([
      roundOf(1, 100, {
        latencies: madeUpDistributions({ e2e: exact(e2e), e2eUncorrected: exact(e2eUncorrected) }),
      }),
    ]);
  }

  test('is worth a word from a factor of two', () => {
    expect(omissionOf(rowWith(200, 100))).toBeUndefined();
    expect(omissionOf(rowWith(300, 100))).toMatchObject({ p99Micros: 100, times: 3 });
  });
});

describe('distributions', () => {
  test('of several rounds are merged, not averaged', () => {
    const row = onlyRow([roundOf(1, 100), roundOf(2, 10_000)]);
    const merged = mergedHistogram(row, 'e2e');
    expect(merged?.totalCount).toBe(4000);
    expect(merged?.getValueAtPercentile(25)).toBeLessThan(200);
    expect(merged?.getValueAtPercentile(75)).toBeGreaterThan(5000);
  });

  test('have points up to the last percentile that their samples can tell', () => {
    const histogram = createHistogram();
    for (let micros = 1; micros <= 1000; micros += 1) histogram.recordValue(micros);
    const points = spectrumPoints(histogram);
    expect(points[0]).toEqual({ percentile: 0, micros: 1 });
    expect(points.at(-1)?.percentile).toBeCloseTo(99.9, 6);
    expect(points.find(({ percentile }) => Math.abs(percentile - 90) < 1e-9)?.micros).toBe(900);
    const empty = spectrumPoints(mergeHistograms([]));
    expect(empty.every(({ micros }) => Number.isFinite(micros))).toBe(true);
  });
});

describe('rounds over time', () => {
  const result = madeUpBench();

  test('begin at 0, and the median round stands for the others', () => {
    const row = summarizeBench(result)[1]?.rows[0];
    if (row === undefined) throw new Error('the made-up result lost its second stage');
    const rounds = roundsOverTime(result, row, 'e2e');
    expect(rounds).toHaveLength(3);
    expect(rounds[0]?.moments.map(({ atSeconds }) => atSeconds)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const [typical, ...others] = rounds.filter((round) => round.typical);
    expect(others).toEqual([]);
    const p99s = row.counted.map(({ latencies }) => latencies.e2e?.p99 ?? 0).sort((a, b) => a - b);
    expect(row.counted.find(({ round }) => round === typical?.round)?.latencies.e2e?.p99).toBe(p99s[1]);
  });

  test('have no latency in a second in which nothing arrived', () => {
    const row = summarizeBench(result)[0]?.rows[0];
    if (row === undefined) throw new Error('the made-up result lost its first stage');
    const intervals = result.intervals.map((line) =>
      line.atSeconds === 5 ? { ...line, delivered: 0, histograms: {} } : line,
    );
    const moment = roundsOverTime({ ...result, intervals }, row, 'e2e')[0]?.moments[2];
    expect(moment).toMatchObject({ atSeconds: 3, ratePerSecond: 0 });
    expect(moment?.p99).toBeUndefined();
  });
});
