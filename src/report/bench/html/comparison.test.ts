import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../../bench/compare/comparison.ts';
import { madeUpComparison, madeUpRefusal, madeUpRow } from '../../made-up-comparison.test.helper.ts';
import { comparisonSection } from './comparison.ts';

const same = madeUpRow({ measure: 'e2e.p50', conclusion: 'no difference shown', roundsFor10Percent: 14 });
const better = madeUpRow({ stage: 'qos 2', measure: 'rate', unit: 'per second', conclusion: 'b is better' });
const rows = [same, madeUpRow(), madeUpRefusal(), better];

function parsed(...comparisons: readonly Comparison[]) {
  const markup = comparisonSection(comparisons)?.markup ?? '';
  return parseHTML(`<!doctype html><body>${markup}</body>`).document;
}

/** What a reader sees of the elements that a selector finds, spaces folded. */
function textsOf(document: ReturnType<typeof parsed>, selector: string): readonly string[] {
  return [...document.querySelectorAll(selector)].map(({ textContent }) =>
    (textContent ?? '').replace(/\s+/g, ' ').trim(),
  );
}

test('of nothing there is none', () => {
  expect(comparisonSection([])).toBeUndefined();
});

describe('two targets', () => {
  const document = parsed(madeUpComparison(rows, { notes: ['qos 1: aedes lost 1 of 9.'] }));

  test('have a table for each stage, with values, ratio, interval, noise floor and a conclusion in words', () => {
    const tables = [...document.querySelectorAll('table')];
    expect(tables).toHaveLength(2);
    const cells = [...(document.querySelectorAll('tbody tr')[1]?.children ?? [])];
    expect(cells.map(({ textContent }) => textContent?.trim())).toEqual([
      'e2e.p99',
      '1.31 ms',
      '3.02 ms',
      '2.31×',
      '1.90 – 2.84',
      '8 %',
      '▼ aedes is worse',
    ]);
  });

  test('are coloured by what the row says; what shows no difference is not', () => {
    const classes = [...document.querySelectorAll('tbody tr')].map(({ className }) => className);
    expect(classes).toEqual(['says-no-difference-shown', 'says-worse', 'says-not-comparable', 'says-better']);
  });

  test('have a chart for each stage, of the rows that have a ratio', () => {
    const charts = [...document.querySelectorAll('svg')].map((svg) => svg.getAttribute('aria-label'));
    expect(charts).toEqual([
      'Ratio of aedes to mosquitto: e2e.p50 2.31× (1.90 – 2.84); e2e.p99 2.31× (1.90 – 2.84), worse',
      'Ratio of aedes to mosquitto: rate 2.31× (1.90 – 2.84), better',
    ]);
  });

  test('have what qualifies a row below its table, and the notes and the method below all', () => {
    expect(textsOf(document, '.footnote')).toEqual([
      '! ack.p50: aedes has no such number in this stage.',
      'To see a difference of 10 % takes about this many rounds: 14 for e2e.p50.',
      expect.stringMatching(/^The 95 % interval comes from .* pairs of rounds .* noise floor/),
    ]);
    expect(textsOf(document, '.remark p')).toEqual(['qos 1: aedes lost 1 of 9.']);
  });

  test('need no table at a glance, and nothing is folded', () => {
    expect(textsOf(document, '.glance, details')).toEqual([]);
  });
});

describe('several targets', () => {
  const third = madeUpComparison([madeUpRow(), madeUpRefusal({ stage: 'qos 2', measure: 'rate' })], {
    b: { name: 'emqx' },
  });
  const document = parsed(madeUpComparison(rows), third);

  test('have all ratios at a glance, each with its conclusion', () => {
    expect(textsOf(document, '.glance thead th')).toEqual(['Ratio to mosquitto', 'aedes', 'emqx']);
    expect(textsOf(document, '.glance tbody tr')).toEqual([
      'qos 1',
      'e2e.p50○ 2.31× no difference shown–',
      'e2e.p99▼ 2.31× worse▼ 2.31× worse',
      'ack.p50– not comparable–',
      'qos 2',
      'rate▲ 2.31× better– not comparable',
    ]);
  });

  test('are folded pair by pair, and say what is in there', () => {
    expect(textsOf(document, 'details.pair > summary')).toEqual([
      'aedes against mosquitto ▲ 1 better ▼ 1 worse ○ 1 no difference shown – 1 not comparable',
      'emqx against mosquitto ▼ 1 worse – 1 not comparable',
    ]);
  });

  test('keep their colours in every table', () => {
    const swatches = [...document.querySelectorAll('.pair:last-of-type .ratios .swatch')].map((element) =>
      element.getAttribute('style'),
    );
    expect(swatches.slice(0, 2)).toEqual(['--swatch: var(--series-1)', '--swatch: var(--series-3)']);
  });
});

test('some of many numbers may differ by chance, and it says so', () => {
  const many = madeUpComparison([...Array.from({ length: 20 }, () => same), madeUpRow()]);
  expect(textsOf(parsed(many), '.footnote').at(-1)).toMatch(/By chance alone, up to 2 of 21 numbers/);
});
