import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { hostileText } from '../../made-up-result.test.helper.ts';
import { madeUpBench, madeUpBenchOf, madeUpMeasurement } from '../made-up-bench.test.helper.ts';
import { benchHtml } from './page.ts';

const whole = madeUpBench();
const page = benchHtml(whole);
const { document } = parseHTML(page);

/** What a reader sees of the elements that a selector finds, spaces folded. */
function textsOf(selector: string, of: ParsedElement = document): readonly string[] {
  return [...of.querySelectorAll(selector)].map(({ textContent }) => folded(textContent ?? ''));
}

interface ParsedElement {
  readonly textContent: string | null;
  querySelectorAll(selector: string): Iterable<ParsedElement>;
  getAttribute?(name: string): string | null;
}

/** In columns. */
function widthOf(row: {
  readonly children: Iterable<{ getAttribute(name: string): string | null }>;
}): number {
  return [...row.children].reduce((sum, cell) => sum + Number(cell.getAttribute('colspan') ?? 1), 0);
}

function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

describe('a page of a benchmark', () => {
  test('runs no script and asks nothing of any network', () => {
    expect(page).toContain('default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;;');
    expect(page).not.toContain('script-src');
    expect(textsOf('script, link, img, iframe, object, base, form, [src]')).toEqual([]);
    expect(page).not.toMatch(/@import|url\(|https?:\/\/(?!www\.w3\.org)/);
  });

  test('is the same whenever it is made from the same file', () => {
    expect(benchHtml(madeUpBench())).toBe(page);
  });

  test('has links that lead somewhere, and every id once', () => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.getAttribute('id'));
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href') ?? '');
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(ids).toContain(link.slice(1));
  });

  test('has a card with the verdict on each target', () => {
    expect(textsOf('.card .badge')).toEqual(['✓ valid', '✓ valid', '✗ failed', '† died', '– skipped']);
    expect(textsOf('.card').at(3)).toContain('Do not publish these numbers as those of nanomq');
  });

  test('gives every row of a table as many cells as it has columns', () => {
    const tables = [...document.querySelectorAll('table')];
    expect(tables.length).toBeGreaterThan(8);
    for (const table of tables) {
      const widths = [...table.querySelectorAll('tbody tr')].map(widthOf);
      expect(new Set(widths).size).toBe(1);
      const heads = [...table.querySelectorAll('thead tr:last-child th')].length;
      const spanning = [...table.querySelectorAll('thead th[rowspan]')].length;
      expect(widths[0]).toBe(heads + spanning);
    }
    expect(textsOf('th:not([scope])')).toEqual([]);
  });

  test('has what was lost in the row of the percentiles', () => {
    const row = [...document.querySelectorAll('#stage-1-qos-0 .stacked tbody tr')][1];
    const cells = [...(row?.children ?? [])].map((cell) => folded(cell.textContent ?? ''));
    expect(cells[0]).toBe('mosquitto✓ valid');
    expect(cells[8]).toMatch(/^425,\d{3} of 720,000$/);
    expect(cells[9]).toMatch(/^294,\d{3} 41 %$/);
  });

  test('draws four charts of each stage, each told in words too', () => {
    const charts = [...document.querySelectorAll('.charts svg')];
    expect(charts).toHaveLength(8);
    for (const chart of charts) {
      expect(chart.getAttribute('role')).toBe('img');
      expect(chart.getAttribute('aria-label')).toMatch(/reference, mosquitto, aedes ?✗?, nanomq/);
    }
  });

  test('compares the first target with the others before it comes to the stages', () => {
    const sections = [...document.querySelectorAll('main > section')].map(({ id }) => id);
    expect(sections.slice(0, 2)).toEqual(['comparison', 'stage-1-qos-0']);
    expect(textsOf('.contents a[href="#comparison"]')).toEqual(['Comparison']);
    expect(textsOf('.pair h3')).toEqual(
      ['mosquitto', 'aedes', 'nanomq', 'emqx'].map((name) => `${name} against reference`),
    );
    // Of nanomq at QoS 0 the generator was the limit, and emqx was not there.
    expect([...document.querySelectorAll('#comparison svg')]).toHaveLength(5);
    expect(textsOf('#comparison .remark p')).toContain(
      'qos 1: In 1 of 3 rounds nanomq died: nanomq closed 100 of 100 connections 4.1 s into the measured phase and refused new ones. The others count.',
    );
  });

  test('of one round compares nothing', () => {
    const measurements = whole.measurements.filter(({ round }) => round === 1);
    const once = parseHTML(benchHtml({ ...whole, measurements, bench: { ...whole.bench, rounds: 1 } }));
    expect(once.document.querySelector('#comparison, a[href="#comparison"]')).toBeNull();
  });

  test('shows the workload word for word', () => {
    expect([...document.querySelectorAll('pre')][0]?.textContent?.trim()).toBe(
      whole.bench.workload.text.trim(),
    );
  });

  test('lists broken thresholds first, with what was expected and what came', () => {
    const rows = textsOf('#thresholds tbody tr');
    expect(rows).toHaveLength(16);
    expect(rows[2]).toBe('lost ==0aedesqos 112✗ broken in 3 of 3 rounds');
    expect(rows.slice(3).every((row) => row.endsWith('✓ kept'))).toBe(true);
  });

  test('of a run that was cut short says so', () => {
    const { end: _, ...cut } = whole;
    const early = parseHTML(
      benchHtml({ ...cut, measurements: [], intervals: [], calibrations: [] }),
    ).document;
    expect(folded(early.querySelector('.alarm')?.textContent ?? '')).toMatch(/^Incomplete\. cut short/);
    expect([...early.querySelectorAll('svg')]).toEqual([]);
  });

  test('calls no target valid of which a stage is missing', () => {
    const measurements = whole.measurements.filter(({ stage }) => stage === 'qos 0');
    const half = parseHTML(benchHtml({ ...whole, measurements })).document;
    expect(folded([...half.querySelectorAll('.card .badge')][0]?.textContent ?? '')).toBe('· no result');
  });

  test('lets no name of outside origin become markup', () => {
    const name = `</title></svg><img src=x>${hostileText}`;
    const latencies = whole.measurements[0]?.latencies ?? {};
    const line = madeUpMeasurement({
      target: name,
      stage: name,
      status: 'generator-bound',
      reason: name,
      advice: [name],
      notes: [name],
      latencies,
      flows: [{ ...madeUpMeasurement().total, name, qos: 0 }],
      figures: [{ name, value: 1, unit: 'count' }],
      thresholds: [{ expression: name, actual: name, ok: false }],
    });
    const { bench, ...rest } = madeUpBenchOf([line]);
    const workload = {
      ...bench.workload,
      name,
      summary: name,
      scenario: name,
      text: name,
      overrides: { rate: name },
    };
    const hostile = benchHtml({
      ...rest,
      bench: { ...bench, workload, command: name, targets: [{ name, url: name, product: name }] },
    });
    const parsed = parseHTML(hostile).document;
    expect([...parsed.querySelectorAll('img, script')]).toEqual([]);
    expect([...parsed.querySelectorAll('svg')]).toHaveLength(1);
    expect(hostile.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
