import { expect, test } from 'vitest';
import { judge } from './judge.ts';
import type { Entry } from './outcome.ts';
import type { Bar } from './row.ts';

const fiveTimes: Bar = {
  kind: 'ratio',
  subject: 'reference',
  against: 'mosquitto',
  limit: 5,
  sense: 'least',
  measure: 'rate',
};

function entry(side: Entry['side'], rate: readonly number[], worth: Entry['worth'] = 'as-shown'): Entry {
  return { side, name: side, values: { rate }, worth, remarks: [] };
}

test('a bar is held against the medians', () => {
  const entries = [entry('reference', [1, 50, 51]), entry('mosquitto', [10, 10, 900])];
  expect(judge(fiveTimes, entries)).toMatchObject({ actual: 5, verdict: 'held' });
});

test('the best setting of a broker stands for it', () => {
  const entries = [entry('reference', [50]), entry('mosquitto', [10]), entry('mosquitto', [11])];
  expect(judge(fiveTimes, entries)).toMatchObject({ verdict: 'missed' });
});

test('where less is better, the best setting is the least', () => {
  const bar: Bar = { ...fiveTimes, measure: 'p99', sense: 'most', limit: 1 };
  const of = (side: Entry['side'], p99: number): Entry => ({ ...entry(side, []), values: { p99: [p99] } });
  const entries = [of('reference', 70), of('mosquitto', 60), of('mosquitto', 80)];
  expect(judge(bar, entries).verdict).toBe('missed');
});

test('a setting that loses messages does not count', () => {
  const entries = [entry('reference', [50]), entry('mosquitto', [10]), entry('mosquitto', [40], 'unusable')];
  expect(judge(fiveTimes, entries)).toMatchObject({ actual: 5, verdict: 'held' });
});

test('a reference broker that the generator held back can hold a bar, and not miss it', () => {
  const slow = [entry('reference', [40], 'at-least'), entry('mosquitto', [10])];
  expect(judge(fiveTimes, slow).verdict).toBe('unknown');
  const fast = [entry('reference', [60], 'at-least'), entry('mosquitto', [10])];
  expect(judge(fiveTimes, fast).verdict).toBe('held');
});

test('without a valid number of the other side nothing is held', () => {
  const entries = [entry('reference', [50]), entry('mosquitto', [10], 'unusable')];
  expect(judge(fiveTimes, entries)).toMatchObject({
    verdict: 'unknown',
    because: 'no valid number of mosquitto',
  });
});
