import { expect, test } from 'vitest';
import { comparisonSentence, ratioText, valueText } from './comparison-sentence.ts';
import { madeUpRefusal, madeUpRow } from './made-up-comparison.test.helper.ts';

const sentence = (row: Parameters<typeof comparisonSentence>[0]) =>
  comparisonSentence(row, 'mosquitto', 'aedes');

test.each([
  [
    madeUpRow(),
    'e2e.p99: mosquitto 1.31 ms, aedes 3.02 ms: aedes is 2.31x (95 % interval 1.90x to 2.84x), above the noise floor of 8 %: worse',
  ],
  [
    madeUpRow({
      measure: 'rate',
      unit: 'per second',
      betterWhen: 'higher',
      a: { median: 10_250, values: [] },
      b: { median: 23_700, values: [] },
      conclusion: 'b is better',
    }),
    'rate: mosquitto 10,250 /s, aedes 23,700 /s: aedes is 2.31x (95 % interval 1.90x to 2.84x), above the noise floor of 8 %: better',
  ],
  [
    madeUpRow({ conclusion: 'no difference shown', ratio: 1.04, low: 0.93, high: 1.16 }),
    'e2e.p99: mosquitto 1.31 ms, aedes 3.02 ms: no difference shown (1.04x, 95 % interval 0.93x to 1.16x, noise floor of 8 %)',
  ],
  [
    madeUpRow({ conclusion: 'indicative', basis: 'seconds' }),
    'e2e.p99: mosquitto 1.31 ms, aedes 3.02 ms: aedes is 2.31x in one round (by its seconds 1.90x to 2.84x, which is too narrow): indicative only',
  ],
  [madeUpRefusal(), 'ack.p50: not comparable: aedes has no such number in this stage.'],
])('a row in words %#', (row, expected) => {
  expect(sentence(row)).toBe(expected);
});

test.each([
  [0.0432, '0.043x'],
  [0.5, '0.50x'],
  [0.9962, '0.996x'],
  [1, '1.00x'],
  [1.0004, '1.000x'],
  [1.0041, '1.004x'],
  [2.304, '2.30x'],
  [9.996, '10.0x'],
  [31.26, '31.3x'],
  [100.4, '100x'],
])('the ratio %d is %s', (ratio, text) => {
  expect(ratioText(ratio)).toBe(text);
});

test('what a message costs is told apart from a latency', () => {
  expect(valueText({ measure: 'cpu per message', unit: 'microseconds' }, 0.34)).toBe('340 ns');
  expect(valueText({ measure: 'ack.p50', unit: 'microseconds' }, 340)).toBe('340 µs');
});
