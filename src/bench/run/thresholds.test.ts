import { describe, expect, test } from 'vitest';
import { createHistogram, distributionOf } from '../recorder/histogram.ts';
import { judgeThreshold, parseThreshold, ThresholdError, thresholdOf } from './thresholds.ts';

const e2e = createHistogram();
for (let micros = 1; micros <= 1000; micros += 1) e2e.recordValue(micros);
const distribution = distributionOf(e2e);
if (distribution === undefined) throw new Error('an empty histogram');

const measurement = {
  latencies: { e2e: distribution },
  total: {
    sent: 1000,
    acknowledged: 900,
    refused: 6,
    expected: 2000,
    delivered: 1990,
    lost: 10,
    duplicated: 3,
    reordered: 4,
  },
  ratePerSecond: 5000,
  sentPerSecond: 2500.5,
  usage: { cpuCores: 0.75, memoryBytes: 12_000_000 },
};

test.each([
  { text: 'e2e.p99<25ms', limit: 25_000 },
  { text: 'e2e.p99 < 25ms', limit: 25_000 },
  { text: ' e2eUncorrected.p99.9<=1.5s ', limit: 1_500_000 },
  { text: 'ack.max>3us', limit: 3 },
  { text: 'ack.min>=3µs', limit: 3 },
  { text: 'loss==0', limit: 0 },
  { text: 'lossRatio<0.1%', limit: 0.001 },
  { text: 'lossRatio<0.1', limit: 0.1 },
  { text: 'memory<20MB', limit: 20_000_000 },
  { text: 'memory<20000', limit: 20_000 },
  { text: 'rate>=50000', limit: 50_000 },
  { text: 'cpu<1.5', limit: 1.5 },
])('"$text" is a limit of $limit', ({ text, limit }) => {
  const threshold = parseThreshold(text);
  expect(threshold.limit).toBeCloseTo(limit, 9);
  expect(threshold.onBreach).toBe('report');
});

test.each([
  '',
  'e2e.p99',
  '<25ms',
  'e2e<25ms',
  'e2e.p98<25ms',
  'e2e.count<25ms',
  'e2e.histogram<25ms',
  'e2e.constructor<25ms',
  'constructor.p99<25ms',
  'e2x.p99<25ms',
  'e2e.p99<25',
  'e2e.p99<25min',
  'e2e.p99<25constructor',
  'e2e.p99<ms',
  'e2e.p99<-5ms',
  'e2e.p99=5ms',
  'e2e.p99!=5ms',
  'e2e.p99<1e3ms',
  'loss==0ms',
  'loss==zero',
  'losses==0',
  'lossRatio<1kB',
  'memory<20%',
  'memory<20valueOf',
  'rate>=50k',
])('"%s" is none', (text) => {
  expect(() => parseThreshold(text)).toThrow(ThresholdError);
});

test('what is wrong is said with an example', () => {
  expect(() => parseThreshold('latency<25ms')).toThrow(
    /^"latency <25ms" is no threshold: expected for example "e2e.p99<25ms"/,
  );
});

test('the threshold of a workload file is written the same way', () => {
  const threshold = thresholdOf('e2e.p99', '<  25ms', 'abort');
  expect(threshold).toMatchObject({ expression: 'e2e.p99 <25ms', limit: 25_000, onBreach: 'abort' });
});

describe('judged', () => {
  test.each([
    { text: 'e2e.p50<500us', ok: false, actual: '500us' },
    { text: 'e2e.p50<=500us', ok: true, actual: '500us' },
    { text: 'e2e.p50==500us', ok: true, actual: '500us' },
    { text: 'e2e.p50>=500us', ok: true, actual: '500us' },
    { text: 'e2e.p50>500us', ok: false, actual: '500us' },
    { text: 'e2e.min<2us', ok: true, actual: '1us' },
    { text: 'e2e.max<1ms', ok: false, actual: '1.000ms' },
    { text: 'e2e.p90<1ms', ok: true, actual: '900us' },
    { text: 'e2e.mean<0.5ms', ok: false, actual: '501us' },
    { text: 'loss==0', ok: false, actual: '10' },
    { text: 'loss<=10', ok: true, actual: '10' },
    { text: 'lossRatio<0.5%', ok: false, actual: '0.500%' },
    { text: 'lossRatio<=0.5%', ok: true, actual: '0.500%' },
    { text: 'duplicates<3', ok: false, actual: '3' },
    { text: 'reordered<5', ok: true, actual: '4' },
    { text: 'refused==6', ok: true, actual: '6' },
    { text: 'rate>=5000', ok: true, actual: '5000' },
    { text: 'sentRate>=2501', ok: false, actual: '2500.5' },
    { text: 'cpu<0.8', ok: true, actual: '0.75' },
    { text: 'memory<12MB', ok: false, actual: '12000000' },
    { text: 'ack.p99<1s', ok: false, actual: 'none' },
  ])('"$text" is $ok of $actual', ({ text, ok, actual }) => {
    const outcome = judgeThreshold(parseThreshold(text), measurement);
    expect({ ok: outcome.ok, actual: outcome.actual }).toEqual({ ok, actual });
  });

  test('a loss of nothing that was owed is none', () => {
    const total = { ...measurement.total, expected: 0, lost: 0 };
    expect(judgeThreshold(parseThreshold('lossRatio==0'), { ...measurement, total }).ok).toBe(true);
  });

  test('a target of which nothing is known keeps no limit of its memory', () => {
    const { usage: _usage, ...unknown } = measurement;
    expect(judgeThreshold(parseThreshold('memory<1GB'), unknown)).toEqual({
      expression: 'memory <1GB',
      actual: 'none',
      ok: false,
    });
  });
});
