import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../bench/compare/comparison.ts';
import { madeUpComparison, madeUpRefusal, madeUpRow } from '../made-up-comparison.test.helper.ts';
import { hostileText } from '../made-up-result.test.helper.ts';
import { compareReport } from './compare-report.ts';

const report = (comparison: Comparison, columns = 110) =>
  compareReport(comparison, { screen: { columns, colours: 'off' } });

const same = madeUpRow({
  measure: 'e2e.p50',
  conclusion: 'no difference shown',
  a: { median: 304, values: [] },
  b: { median: 310, values: [] },
  ratio: 1.02,
  low: 0.95,
  high: 1.1,
  roundsFor10Percent: 14,
});

test('a comparison: who, a table for each stage, and every difference in a sentence', () => {
  const b = { median: 655, values: [] };
  const other = madeUpRow({ stage: 'qos 2', conclusion: 'b is better', b, ratio: 0.5, low: 0.4, high: 0.6 });
  expect(report(madeUpComparison([same, madeUpRow(), other]))).toMatchInlineSnapshot(`
    "A  mosquitto  mosquitto 2.0.11
    B  aedes
    One run in which the rounds take turns: a ratio is the geometric mean over the pairs of rounds. Values are
    medians.

    qos 1 ────────────────────────────────────────────────────────────────────────────────────────────────────────
    measure  mosquitto    aedes  B / A   95 % interval  noise  conclusion
    e2e.p50     304 µs   310 µs  1.02x  0.95x to 1.10x    8 %  no difference shown
    e2e.p99    1.31 ms  3.02 ms  2.31x  1.90x to 2.84x    8 %  aedes is worse
    To see a difference of 10 % takes about this many rounds: 14 for e2e.p50.

    qos 2 ────────────────────────────────────────────────────────────────────────────────────────────────────────
    measure  mosquitto   aedes  B / A   95 % interval  noise  conclusion
    e2e.p99    1.31 ms  655 µs  0.50x  0.40x to 0.60x    8 %  aedes is better

    Differences ──────────────────────────────────────────────────────────────────────────────────────────────────
    qos 1 · e2e.p99: mosquitto 1.31 ms, aedes 3.02 ms: aedes is 2.31x (95 % interval 1.90x to 2.84x), above the
    noise floor of 8 %: worse
    qos 2 · e2e.p99: mosquitto 1.31 ms, aedes 655 µs: aedes is 0.50x (95 % interval 0.40x to 0.60x), above the
    noise floor of 8 %: better
    no difference shown in 1 of 3 numbers
    "
  `);
});

describe('what must not be missed', () => {
  test('a number that cannot be compared, with its reason', () => {
    const text = report(madeUpComparison([madeUpRow(), madeUpRefusal()]));
    expect(text).toMatch(/^ack\.p50 .*not comparable$/m);
    expect(text).toContain('! ack.p50: aedes has no such number in this stage.');
  });

  test('a stage that cannot be compared, with its reason once', () => {
    const reason = 'aedes died.';
    const text = report(
      madeUpComparison([madeUpRefusal({ reason }), madeUpRefusal({ reason, measure: 'rate' })]),
    );
    expect(text.match(/! aedes died\./g)).toHaveLength(1);
    expect(text).not.toContain('B / A');
    expect(text.trimEnd().split('\n').at(-1)).toBe('nothing was comparable');
  });

  test('the notes, and that two runs are two runs', () => {
    const text = report(
      madeUpComparison([same], { notes: ['The CPU differs: A against B.'], order: 'separate' }),
    );
    expect(text).toContain('! The CPU differs: A against B.');
    expect(text).toContain('Two runs, one after the other');
  });

  test('that a single round proves nothing', () => {
    const row = madeUpRow({ conclusion: 'indicative', basis: 'seconds', reason: 'There is one round.' });
    const text = report(madeUpComparison([row]));
    expect(text).toContain('! There is one round.');
    expect(text).toContain('indicative only');
  });

  test('that some of many numbers may differ by chance', () => {
    const rows = Array.from({ length: 21 }, () => same);
    expect(report(madeUpComparison(rows))).not.toContain('By chance');
    expect(report(madeUpComparison([...rows, madeUpRow()]))).toContain(
      'By chance alone, up to 2 of 22 numbers',
    );
  });
});

test('no line is wider than the screen, and the conclusion stays', () => {
  const text = report(madeUpComparison([same, madeUpRow(), madeUpRefusal()]), 72);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(72);
  expect(text).toMatch(/^e2e\.p99 .*2\.31x.*aedes is worse$/m);
});

test('long names are cut, and told apart by letters where the cut makes them the same', () => {
  const names = (a: string, b: string) => madeUpComparison([madeUpRow()], { a: { name: a }, b: { name: b } });
  expect(report(names('a-very-long-name-of-one', 'aedes'))).toContain('a-very-long-name-…');
  const alike = report(names('a-very-long-name-of-one', 'a-very-long-name-of-two'));
  expect(alike).toMatch(/^measure +A +B +/m);
  expect(alike).toMatch(/^B {2}a-very-long-name-of-two$/m);
});

test('text of a broker cannot recolour the terminal', () => {
  const comparison = madeUpComparison([madeUpRow({ stage: hostileText, reason: hostileText })], {
    a: { name: hostileText, product: hostileText },
    notes: [hostileText],
  });
  const text = report(comparison);
  expect(stripVTControlCharacters(text)).toBe(text);
  expect(text).not.toContain('\u202e');
});

test('a difference has the colour of what it is', () => {
  const coloured = compareReport(madeUpComparison([madeUpRow()]), {
    screen: { columns: 110, colours: 'on' },
  });
  expect(coloured).toContain('\u001b[31maedes is worse\u001b[39m');
});
