import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { BenchResult } from '../../bench/bench-result.ts';
import { hostileText } from '../made-up-result.test.helper.ts';
import type { Screen } from '../terminal/screen.ts';
import {
  madeUpBench,
  madeUpBenchOf,
  madeUpChance,
  madeUpDistributions,
  madeUpHistogram,
  madeUpMeasurement,
} from './made-up-bench.test.helper.ts';
import { benchReport } from './terminal.ts';

const screen: Screen = { columns: 100, colours: 'off' };
const whole = madeUpBench();
const text = benchReport(whole, { screen });
const stages = text.split(/^(?=qos \d · )/m).slice(1);

function reportOf(result: BenchResult): string {
  return benchReport(result, { screen });
}

/** The cells of the row of a target in the table whose head holds a word. */
function cellsOf(stage: string | undefined, head: string, target: string): readonly string[] {
  const lines = (stage ?? '').split('\n');
  const from = lines.findIndex((line) => line.startsWith('target') && line.includes(head));
  const row = lines.slice(from).find((line) => line.includes(` ${target} `)) ?? '';
  return row.split(/ {2,}/);
}

describe('a report of a benchmark', () => {
  test.each([100, 120])('fits %i columns', (columns) => {
    const lines = benchReport(whole, { screen: { columns, colours: 'off' } }).split('\n');
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
  });

  test('says which columns a narrow screen had no room for, and never leaves out what was lost', () => {
    const narrow = benchReport(whole, { screen: { columns: 80, colours: 'off' } });
    expect(narrow.split('\n').filter((line) => line.length > 80 && !line.startsWith('exit'))).toEqual([]);
    expect(narrow).toContain('(no room for: ±, p99.9, max)');
    expect(narrow).toMatch(/^target .*p99 .*LOST/m);
  });

  test('has numbers under numbers', () => {
    const lines = (stages[0] ?? '').split('\n');
    const from = lines.findIndex((line) => line.includes('LOST'));
    const edge = (lines[from] ?? '').indexOf('LOST') + 'LOST'.length;
    for (const line of lines.slice(from + 1, from + 5))
      expect(line.slice(edge - 1, edge + 2)).toMatch(/^\S {2}$/);
  });

  test('says the same with and without colours', () => {
    const coloured = benchReport(whole, { screen: { columns: 100, colours: 'on' } });
    expect(coloured).toContain('\u001b[31m');
    expect(stripVTControlCharacters(coloured)).toBe(text);
  });

  test('names the workload, its parameters, the machine and the targets', () => {
    for (const part of [
      'sensors  50 publishers to 50 subscribers',
      'flows "sensors"   publishers 50',
      'changed by        --rate 20000',
      'MQTT 5.0 · 3 rounds, the targets take turns · 2 generator processes',
      'AMD EPYC 7763 64-Core Processor · 4 cores · 15.6 GiB · Linux 6.8.0-49-generic',
      'reference  mqtt://127.0.0.1:1883  mqtt-assay reference broker 0.1.0',
    ])
      expect(text).toContain(part);
  });

  test('has the loss in the row of the percentiles', () => {
    expect(cellsOf(stages[0], 'p99', 'mosquitto').slice(-4)).toEqual([
      expect.stringMatching(/^425,\d{3}\/720,000$/),
      expect.stringMatching(/^294,\d{3} \(41%\)$/),
      '0',
      '0',
    ]);
    expect(cellsOf(stages[0], 'p99', 'reference').slice(-4)).toEqual(['all 720,000', '0', '0', '0']);
  });

  test('has a row for the tool itself: its ceiling and its floor', () => {
    expect(stages[0]).toMatch(/^ {2}ceiling {2,}≥1,240,000$/m);
    expect(stages[0]).toMatch(/^ {2}tool floor {2,}62 µs/m);
    expect(stages[1]).toMatch(/^ {2}ceiling {2,}410,000$/m);
  });

  test('marks what is mostly the tool’s own', () => {
    expect(cellsOf(stages[1], 'p99', 'reference')[1]).toMatch(/µs\*$/);
    expect(stages[1]).toContain('* tool-bound: within 1.5 times');
  });

  test('says what a tool with coordinated omission would have said', () => {
    expect(stages[1]?.replace(/\s+/g, ' ')).toMatch(
      /A closed-loop tool.* would have said p99 4\d\d µs of mosquitto \(\d{3} times less\)/,
    );
  });

  test('forbids to publish what is the generator’s own', () => {
    const block = text.slice(text.indexOf('! nanomq generator-bound'));
    expect(block.replace(/\s+/g, ' ')).toContain('Do not publish these numbers as those of nanomq');
    expect(block).toContain('→ Give the generator more cores: --workers 3.');
  });

  test('says what was not measured, where and why', () => {
    expect(text).toContain('✗ aedes failed  qos 1\n');
    expect(text).toContain('† nanomq died  qos 1 (round 2 of 3)');
    expect(text).toContain('– emqx skipped  every stage');
    expect(stages[1]).toContain('○ nanomq: medians of 2 of 3 rounds.');
    expect(text).toContain('• mosquitto, qos 0: The offered rate was not reached');
  });

  test('tells a trouble of several rounds once, with the reason of each', () => {
    const bound = (round: number) =>
      madeUpMeasurement({
        round,
        status: 'generator-bound',
        reason: `Late by ${round} ms.`,
        advice: ['Add a worker.'],
      });
    const report = reportOf(madeUpBenchOf([bound(1), bound(2)]));
    expect(report.match(/Do not publish/g)).toHaveLength(1);
    expect(report.match(/→ Add a worker\./g)).toHaveLength(1);
    expect(report).toContain('    round 1 of 2: Late by 1 ms.\n    round 2 of 2: Late by 2 ms.\n');
  });

  test('tells thresholds with what was expected and what came', () => {
    expect(text).toContain('✗ qos 1: lost ==0 broken by aedes in 3 of 3 rounds: 12');
    expect(text).toContain('✓ qos 1: lost ==0 kept by reference (0), mosquitto (0), nanomq (0)');
  });

  test('ends with what its exit code means', () => {
    const last = (result: BenchResult): string => reportOf(result).trimEnd().split('\n').at(-1) ?? '';
    expect(last(whole)).toMatch(/^exit code 1: a guarantee of MQTT was broken/);
    const ended = (exitCode: number, aborted?: string): BenchResult => ({
      ...whole,
      end: { type: 'end', durationMs: 1, exitCode, ...(aborted === undefined ? {} : { aborted }) },
    });
    expect(last(ended(0))).toBe(
      'exit code 0: everything was measured, and every threshold was kept (6 measurements skipped)',
    );
    expect(last(ended(99))).toBe('exit code 99: a threshold was broken');
    expect(last(ended(2, 'interrupted'))).toMatch(/must not be believed; .* \(interrupted\)$/);
    const { end: _, ...cut } = whole;
    expect(last({ ...cut, measurements: whole.measurements.slice(0, 4) })).toBe(
      'cut short: the file has no end, 26 of 30 measurements are missing; what is here is valid up to then',
    );
  });

  test('of a run that measured nothing yet is a report all the same', () => {
    const { end: _, ...cut } = whole;
    const early = reportOf({ ...cut, measurements: [], intervals: [], calibrations: [] });
    expect(early).toContain('· reference  no result');
    expect(early).toContain('30 of 30 measurements are missing');
  });

  test('cannot steer the terminal of its reader', () => {
    const line = madeUpMeasurement({
      target: `\u001b[2J${hostileText}`,
      stage: hostileText,
      status: 'failed',
      reason: hostileText,
      advice: [hostileText],
      notes: [hostileText],
      figures: [{ name: hostileText, value: 1, unit: 'count' }],
      thresholds: [{ expression: hostileText, actual: hostileText, ok: false }],
    });
    const { bench, ...rest } = madeUpBenchOf([line]);
    const report = reportOf({
      ...rest,
      bench: {
        ...bench,
        targets: [{ name: line.target, url: hostileText, product: hostileText }],
        machine: { ...bench.machine, cpu: hostileText, kernel: hostileText },
        workload: {
          ...bench.workload,
          name: hostileText,
          summary: hostileText,
          text: `${JSON.stringify('a\u001bb')} = ${JSON.stringify('c\u001bd')}`,
          overrides: { rate: hostileText },
        },
      },
      end: { type: 'end', durationMs: 1, exitCode: 2, aborted: hostileText },
    });
    expect(report.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(report).toContain('\\x1b[31mred');
  });
});

describe('the comparison', () => {
  const from = text.indexOf('mosquitto (B) against reference (A) · qos 0');
  const block = text.slice(from, text.indexOf('Not plainly valid'));

  test('of the first target with the others follows the stages', () => {
    expect(from).toBeGreaterThan(text.indexOf('qos 1 · 3 rounds'));
    expect(block.match(/^\w+ \(B\) against reference \(A\)/gm)).toHaveLength(7);
    expect(block).toMatch(/^e2e\.p50 +84 µs +140 µs +1\.67x +1\.6\dx to 1\.6\dx .* mosquitto is worse$/m);
    expect(block).toContain('! In 3 of 3 rounds of nanomq the generator was the limit');
    expect(block).toContain('! qos 1: In 1 of 3 rounds nanomq died');
    expect(block).toContain('The 95 % interval comes from');
  });

  test('tells once of a target that was not there at all', () => {
    expect(block.match(/emqx \(B\)/g)).toHaveLength(1);
    expect(block).toContain('! In 3 of 3 rounds emqx was skipped');
  });

  test('is left out of one round', () => {
    const measurements = whole.measurements.filter(({ round }) => round === 1);
    const once = reportOf({ ...whole, measurements, bench: { ...whole.bench, rounds: 1 } });
    expect(once).not.toMatch(/against|noise floor/);
  });

  test('says of a damaged histogram that the file is damaged', () => {
    const intervals = whole.intervals.map((line) => ({ ...line, histograms: { e2e: 'AAAA' } }));
    const measurements = whole.measurements.filter(
      ({ target, round }) => target !== 'mosquitto' || round === 1,
    );
    expect(() => reportOf({ ...whole, intervals, measurements })).toThrow(
      expect.objectContaining({ code: 'not-a-result-line', message: expect.stringContaining('is damaged') }),
    );
  });
});

describe('a stage without deliveries', () => {
  test('tells acknowledgements beside their percentiles', () => {
    const ack = madeUpHistogram(
      { medianMicros: 90, width: 0.2, tailShare: 0, tailMicros: 0 },
      1000,
      madeUpChance(1),
    );
    const total = { ...madeUpMeasurement().total, expected: 0, delivered: 0, sent: 1000, acknowledged: 990 };
    const report = reportOf(
      madeUpBenchOf([
        madeUpMeasurement({ unit: 'acknowledged', latencies: madeUpDistributions({ ack }), total }),
      ]),
    );
    expect(report).toMatch(/^target +ack p50 .*acknowledged$/m);
    expect(report).toMatch(/990\/1,000$/m);
    expect(report).not.toContain('LOST');
  });

  test('of connections costs CPU for each of them, and has figures', () => {
    const report = reportOf(
      madeUpBenchOf([
        madeUpMeasurement({
          unit: 'connected',
          ratePerSecond: 6000,
          usage: { cpuCores: 0.6, memoryBytes: 9_000_000 },
          figures: [{ name: 'memory per connection', value: 716, unit: 'bytes' }],
        }),
      ]),
    );
    expect(report).toMatch(/^target .*connected\/s .*CPU\/conn/m);
    expect(report).toContain('100 µs');
    expect(report).toMatch(/^ {2}memory per connection {2,}716 B$/m);
  });
});
